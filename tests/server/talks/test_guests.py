"""Guests of one talk: by a link that opens once, let in by the mentor, and nobody anywhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from tests.server.world import World


@dataclass
class Guest:
    """An interpreter on the way into Elsa's talk."""

    world: World
    invited: UUID
    link: str
    browser: httpx.AsyncClient

    @property
    def talk(self) -> str:
        """The address of the talk."""
        return f"/talks/{self.world.cast.talk.id}"

    async def state(self, column: str) -> object:
        """Read what has become of the invitation."""
        return await self.world.value(f"SELECT {column} FROM invited WHERE id = $1", self.invited)  # noqa: S608  # one of our columns

    async def by_mentor(self, what: str, **fields: object) -> httpx.Response:
        """Let the mentor do something about the guest."""
        return await self.world.post(self.world.cast.mentor, f"/invited/{self.invited}/{what}", **fields)


async def invite(world: World, name: str = "Iman", kind: str = "interpreter") -> Guest:
    """Let the mentor invite somebody; give the link in a browser of their own."""
    key = new()
    page = await world.post(world.cast.mentor, f"/talks/{world.cast.talk.id}/guests", id=key, name=name, kind=kind)
    found = re.search(r"/guests/[\w-]+", page.text)
    assert found, page.text
    return Guest(world, key, found[0], await world.visits.as_(None))


async def in_the_talk(world: World) -> Guest:
    """Let a guest come and be let in."""
    guest = await invite(world)
    assert (await guest.browser.post(guest.link)).headers["location"] == guest.talk
    assert (await guest.by_mentor("admitted")).status_code == 303
    return guest


async def test_a_guest_waits_in_the_lobby_until_the_mentor_lets_them_in(world: World) -> None:
    guest = await invite(world)
    looked = (await guest.browser.get(guest.link)).text
    assert "Iman" in looked
    assert "Interpreter" in looked
    assert "Elsa" not in looked, "whoever finds a link learns nothing of the pupil"
    assert await guest.state("opened") is None, "looking uses nothing up"

    assert (await guest.browser.post(guest.link)).status_code == 303

    door = (await guest.browser.get(guest.talk)).text
    assert "The mentor can see that you are here, and lets you in." in door
    assert "talk-room" not in door
    assert (await guest.browser.post(f"{guest.talk}/entered")).status_code == 403
    assert "Waits to be let in" in (await world.get(world.cast.mentor, f"{guest.talk}/guests")).text

    await guest.by_mentor("admitted")

    page = (await guest.browser.get(guest.talk)).text
    assert "talk-room" in page
    assert page.count("<live-text") == 2, "the notes and the agreement, and nothing else"
    assert 'right="write"' not in page
    assert [one for one in await world.events() if one.startswith(("guest_", "talk_"))] == [
        "guest_invited",
        "guest_came",
        "guest_admitted",
        "talk_entered",
    ]


async def test_every_admission_stands_in_the_pupils_log(world: World) -> None:
    await in_the_talk(world)

    log = (await world.get(world.cast.anna, f"/pupils/{world.cast.elsa.id}/access-log")).text

    for line in ("Invited to the talk: Iman", "Waits to be let into the talk: Iman", "Let into the talk: Iman"):
        assert line in log


async def test_a_guest_writes_only_while_let(world: World) -> None:
    guest = await in_the_talk(world)

    await guest.by_mentor("writes", on="true")
    assert (await guest.browser.get(guest.talk)).text.count('right="write"') >= 2
    await guest.by_mentor("writes", on="false")

    assert 'right="write"' not in (await guest.browser.get(guest.talk)).text


async def test_a_guest_who_is_taken_out_stays_out(world: World) -> None:
    guest = await in_the_talk(world)

    await guest.by_mentor("removed")

    assert "You are no longer in the talk." in (await guest.browser.get(guest.talk)).text
    assert (await guest.browser.post(f"{guest.talk}/entered")).status_code == 403
    assert (await guest.by_mentor("admitted")).status_code == 303
    assert await world.value("SELECT count(*) FROM attendance WHERE person_id = $1 AND until IS NULL", await guest.state("person_id")) == 0


async def test_whoever_is_refused_does_not_come_in(world: World) -> None:
    guest = await invite(world)
    await guest.browser.post(guest.link)

    await guest.by_mentor("removed")

    assert "You were not let in." in (await guest.browser.get(guest.talk)).text
    assert "guest_refused" in await world.events()


async def test_a_guest_leaves_and_comes_back(world: World) -> None:
    guest = await in_the_talk(world)

    await guest.browser.post(f"{guest.talk}/left")
    assert "Join the talk" in (await guest.browser.get(guest.talk)).text
    await guest.browser.post(f"{guest.talk}/entered")

    assert "talk-room" in (await guest.browser.get(guest.talk)).text


async def test_a_link_opens_once(world: World) -> None:
    guest = await in_the_talk(world)
    other = await world.visits.as_(None)

    for answer in (await other.get(guest.link), await other.post(guest.link)):
        assert answer.status_code == 410
        assert "This link has been used." in answer.text
    assert "stegvis" not in other.cookies
    assert (await guest.browser.get(guest.link)).headers["location"] == guest.talk, "whose it is finds back by it"


async def test_a_link_opens_no_more_after_the_talk(world: World) -> None:
    guest = await invite(world)
    await world.post(world.cast.mentor, f"{guest.talk}/ended")

    for answer in (await guest.browser.get(guest.link), await guest.browser.post(guest.link)):
        assert answer.status_code == 410
        assert "The talk is over, and the link with it." in answer.text
    assert await world.value("SELECT count(*) FROM person WHERE source_id LIKE 'guest:%'") == 0


async def test_a_link_that_was_taken_back_opens_no_more(world: World) -> None:
    guest = await invite(world)
    await guest.by_mentor("removed")

    assert "The mentor has taken this invitation back." in (await guest.browser.post(guest.link)).text


async def test_somebody_who_is_signed_in_is_told_to_come_otherwise_and_uses_nothing_up(world: World) -> None:
    guest = await invite(world)
    bo = await world.as_(world.cast.bo)

    for answer in (await bo.get(guest.link), await bo.post(guest.link)):
        assert answer.status_code == 200
        assert "You are signed in as Bo Lind. This link is for a guest." in answer.text
    assert await guest.state("opened") is None
    assert (await guest.browser.post(guest.link)).status_code == 303


@pytest.mark.parametrize("token", ["nothing", "a" * 43, "%00", "é"])
async def test_a_link_that_leads_nowhere_says_so(world: World, token: str) -> None:
    browser = await world.visits.as_(None)
    for answer in (await browser.get(f"/guests/{token}"), await browser.post(f"/guests/{token}")):
        assert answer.status_code == 404


async def test_the_end_of_the_talk_lets_its_guests_go(world: World) -> None:
    guest = await in_the_talk(world)

    await world.post(world.cast.mentor, f"{guest.talk}/ended")

    assert "The talk is over." in (await guest.browser.get(guest.talk)).text
    assert (await guest.browser.get(f"{guest.talk}/agenda")).status_code == 403
    minutes = await world.value(
        "SELECT extract(epoch FROM expires - now()) / 60 FROM session WHERE person_id = $1", await guest.state("person_id")
    )
    assert minutes < 16


async def test_a_guest_is_in_no_list_and_no_search(world: World) -> None:
    guest = str(await (await in_the_talk(world)).state("person_id"))

    for person, address in (
        (world.cast.mentor, "/search?q=Iman"),
        (world.cast.admin, "/search?q=Iman"),
        (world.cast.director, "/organisation/merges?q=Iman"),
        (world.cast.admin, f"/pupils/{world.cast.elsa.id}/relations/new?kind=contact_for&q=iman"),
        (world.cast.mentor, f"/schools/{world.cast.school.id}/staff"),
    ):
        assert guest not in (await world.get(person, address)).text, address


async def test_the_same_form_sent_twice_invites_once_and_the_newer_link_counts(world: World) -> None:
    guest = await invite(world)
    again = await world.post(world.cast.mentor, f"{guest.talk}/guests", id=guest.invited, name="Iman", kind="interpreter")
    newer = re.search(r"/guests/[\w-]+", again.text)

    assert newer
    assert await world.value("SELECT count(*) FROM invited WHERE name = 'Iman'") == 1
    assert (await guest.browser.post(guest.link)).status_code == 404
    assert (await guest.browser.post(newer[0])).status_code == 303


async def test_a_teacher_is_called_by_name_and_then_knows_of_the_talk(world: World) -> None:
    talk = f"/talks/{world.cast.talk.id}"
    await world.rows("DELETE FROM invited")
    assert (await world.get(world.cast.teacher, talk)).status_code == 404

    assert (await world.post(world.cast.mentor, f"{talk}/teachers", person=world.cast.observer.id)).status_code == 422
    assert (await world.post(world.cast.mentor, f"{talk}/teachers", person=world.cast.teacher.id)).status_code == 303
    assert (await world.post(world.cast.mentor, f"{talk}/teachers", person=world.cast.teacher.id)).status_code == 303

    assert (await world.get(world.cast.teacher, talk)).status_code == 200
    assert await world.value("SELECT count(*) FROM invited") == 1


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "a" * 81}, {"kind": "teacher"}, {"kind": "king"}, {"id": "x"}, {"more": "1"}])
async def test_an_invitation_that_is_none_is_refused(world: World, fields: dict[str, str]) -> None:
    whole = {"id": str(new()), "name": "Iman", "kind": "other"} | fields
    answer = await world.post(world.cast.mentor, f"/talks/{world.cast.talk.id}/guests", **whole)
    assert answer.status_code == 422
    assert await world.value("SELECT count(*) FROM invited WHERE secret <> 'used'") == 0
