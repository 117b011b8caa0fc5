"""Beginning and ending sittings, being in one, its agenda, and what all in it may see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from server.accounts.models import Account
from server.booking.models import Held
from server.notices.models import Mail, NoticeChoice
from tests.booking import offered, taken
from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.world import World


async def end(world: World) -> None:
    """End the talk that goes on."""
    await world.post(world.cast.mentor, f"/talks/{world.cast.talk.id}/ended")


async def begin(world: World, **fields: object) -> str:
    """Let the mentor begin a talk; give its address."""
    answer = await world.post(world.cast.mentor, f"{world.home}/talks", **{"id": new(), **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_talk_begins_once_and_brings_the_plan_into_its_talk(world: World) -> None:
    await end(world)
    await world.phase("shared")
    await world.rows("DELETE FROM event")
    key = new()

    first, again = await begin(world, id=key), await begin(world, id=key)

    assert first == again == f"/talks/{key}"
    assert await world.value("SELECT phase FROM plan WHERE id = $1", world.cast.plan.id) == "talk"
    assert await world.events() == ["talk_begun", "talk_entered", "plan_moved"]
    assert await begin(world) == first, "a second one with everybody is the first"


async def test_the_home_and_the_pupil_are_called_and_another_home_is_not_told(world: World) -> None:
    await end(world)
    await world.rows("DELETE FROM notice")

    annas = await begin(world, household=world.cast.annas.id)

    assert await world.told() == {"elsa": {"talk_begun": 1}, "anna": {"talk_begun": 1}}
    assert (await world.get(world.cast.bo, annas)).status_code == 404
    assert annas not in (await world.get(world.cast.bo, world.home)).text
    assert annas in (await world.get(world.cast.anna, world.home)).text
    for reader, sees in ((world.cast.anna, True), (world.cast.bo, False), (world.cast.elsa, True)):
        log = (await world.get(reader, f"/pupils/{world.cast.elsa.id}/access-log")).text
        assert ("Came into the talk: Maja Mentor" in log) is sees


async def test_whoever_is_called_gets_a_mail_at_once_that_names_nobody(world: World) -> None:
    cast = world.cast
    await end(world)
    for name in ("elsa", "anna", "bo", "mentor", "teacher", "principal"):
        person = getattr(cast, name)
        await world.rows("UPDATE person SET email = $2 WHERE id = $1", person.id, f"{name}@example.org")
        await world.add(Account(person_id=person.id, user_name=f"mail-{name}", password_hash="x"))
    await world.add(NoticeChoice(person_id=cast.elsa.id, about_id=cast.elsa.id, group="booking", mail=Mail.never))

    talk = await begin(world, household=cast.annas.id)
    await begin(world, household=cast.annas.id)

    mails = await world.rows("SELECT address, subject, text FROM mail")
    assert [row["address"] for row in mails] == ["anna@example.org"], "another home is not told, the pupil wants none, the mentor began it"
    assert talk in mails[0]["text"]
    assert not re.search("Elsa|Berg|Ekskolan", mails[0]["subject"] + mails[0]["text"])
    await world.connection.execute("DELETE FROM mail; DELETE FROM account; UPDATE person SET email = ''")
    for rows in ("mail", "account"):
        await world.rows(f"DELETE FROM {rows}")  # noqa: S608  # our own words
    await world.rows("UPDATE person SET email = ''")


async def test_each_home_has_its_own_sitting_and_what_is_written_goes_on(world: World) -> None:
    await end(world)
    annas, bos = await begin(world, household=world.cast.annas.id), await begin(world, household=world.cast.bos.id)
    await world.post(world.cast.anna, f"{annas}/entered")
    await world.write(world.cast.text("talk_notes"), world.cast.anna, "We read at home.")
    await world.post(world.cast.bo, f"{bos}/entered")

    page = (await world.get(world.cast.bo, bos)).text

    assert annas != bos
    assert "We read at home." in page
    assert "Anna Berg" not in re.sub(r"proposed by.*?</p>", "", page[page.index("<main") :]), "nobody of the other home is in this sitting"
    assert (await world.post(world.cast.bo, f"{annas}/entered")).status_code == 404


@pytest.mark.parametrize("fields", [{"household": "00000000-0000-0000-0000-000000000000"}, {"household": "x"}, {"id": "x"}, {"more": "1"}])
async def test_a_talk_that_is_none_is_not_begun(world: World, fields: dict[str, str]) -> None:
    await end(world)
    assert (await world.post(world.cast.mentor, f"{world.home}/talks", **{"id": new(), **fields})).status_code == 422
    assert await world.value("SELECT count(*) FROM talk WHERE plan_id = $1 AND ended IS NULL", world.cast.plan.id) == 0


async def test_an_id_that_is_another_plans_talk_is_refused(world: World) -> None:
    answer = await world.post(world.cast.mentor, f"/plans/{world.cast.omars_plan.id}/talks", id=world.cast.talk.id)
    assert answer.status_code == 403


async def test_going_back_to_preparing_ends_the_talk_and_the_lock_does_not(world: World) -> None:
    open_now = "SELECT count(*) FROM talk WHERE plan_id = $1 AND ended IS NULL"
    await world.post(world.cast.mentor, f"{world.home}/phase", phase="agreed")
    assert await world.value(open_now, world.cast.plan.id) == 1
    await world.post(world.cast.principal, f"{world.home}/phase", phase="talk", reason="One more thing")

    await world.post(world.cast.mentor, f"{world.home}/phase", phase="shared", reason="Too early")

    assert await world.value(open_now, world.cast.plan.id) == 0
    assert (
        await world.value(
            "SELECT count(*) FROM attendance a JOIN talk t ON t.id = a.talk_id WHERE plan_id = $1 AND a.until IS NULL", world.cast.plan.id
        )
        == 0
    )


async def test_at_the_door_one_joins_and_after_leaving_stands_there_again(world: World) -> None:
    talk = f"/talks/{world.cast.talk.id}"
    await world.post(world.cast.anna, f"{talk}/left")
    assert "Join the talk" in (await world.get(world.cast.anna, talk)).text

    await world.post(world.cast.anna, f"{talk}/entered")
    await world.post(world.cast.anna, f"{talk}/entered")

    assert "<talk-room" in (await world.get(world.cast.anna, talk)).text
    assert (await world.events()).count("talk_entered") == 1


async def test_only_somebody_who_is_in_the_talk_is_given_the_lead_and_no_guest(world: World) -> None:
    cast, talk = world.cast, f"/talks/{world.cast.talk.id}"
    await world.post(cast.bo, f"{talk}/left")
    for who in (cast.bo, cast.guest, cast.omar, cast.principal):
        assert (await world.post(cast.mentor, f"{talk}/lead", person=who.id)).status_code == 422

    assert (await world.post(cast.mentor, f"{talk}/lead", person=cast.elsa.id)).status_code == 303
    assert (await world.post(cast.elsa, f"{talk}/point", point="reached")).status_code == 303
    await world.post(cast.elsa, f"{talk}/left")
    assert (await world.post(cast.elsa, f"{talk}/point", point="new_goals")).status_code == 403, "who has left leads nothing"


async def test_the_agenda_is_the_mentors_to_change(world: World) -> None:
    mentor, talk, key = world.cast.mentor, f"/talks/{world.cast.talk.id}", new()
    for _ in range(2):
        await world.post(mentor, f"{talk}/points", id=key, title="The trip", minutes=3)
    await world.post(mentor, f"{talk}/points/{key.hex}", title="The trip to Kiruna", minutes=4, place=1)
    await world.post(mentor, f"{talk}/points/where_now/removed")
    await world.post(mentor, f"{talk}/points/reached", title="What became of them?", minutes=5, place=2)

    agenda = (await world.get(world.cast.elsa, f"{talk}/agenda")).text
    assert re.findall(r'<span dir="auto">([^<]+)</span></a>', agenda) == [
        "The trip to Kiruna",
        "What became of them?",
        "New goals",
        "What we agree on",
    ]
    assert await world.value("SELECT point FROM talk WHERE id = $1", world.cast.talk.id) == key.hex, (
        "where it was has gone: it goes on at the first"
    )


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("points", {"title": ""}),
        ("points", {"title": "a" * 121}),
        ("points", {"title": "x", "minutes": "-1"}),
        ("points", {"title": "x", "minutes": "1e9"}),
        ("points/reached", {"place": "0"}),
        ("point", {"point": "nowhere"}),
        ("point", {}),
        ("lead", {"person": "x"}),
        ("reach", {"link": "javascript:alert(1)"}),
        ("reach", {"link": "https://x y"}),
        ("reach", {"link": 'https://x"onclick='}),
        ("reach", {"phone": "call me"}),
    ],
)
async def test_what_makes_no_agenda_is_refused(world: World, what: str, fields: dict[str, str]) -> None:
    before = await world.rows("SELECT agenda, point, lead_id, phone, link FROM talk WHERE id = $1", world.cast.talk.id)
    given = {"id": str(new()), **fields} if what == "points" else fields
    assert (await world.post(world.cast.mentor, f"/talks/{world.cast.talk.id}/{what}", **given)).status_code == 422
    assert await world.rows("SELECT agenda, point, lead_id, phone, link FROM talk WHERE id = $1", world.cast.talk.id) == before


async def test_an_agenda_has_a_bound_and_at_least_one_point(world: World) -> None:
    mentor, talk = world.cast.mentor, f"/talks/{world.cast.talk.id}"
    answers = [(await world.post(mentor, f"{talk}/points", id=new(), title="x")).status_code for _ in range(10)]
    assert answers == [303] * 8 + [422] * 2
    keys = re.findall(r'name="point" value="(\w+)"', (await world.get(mentor, f"{talk}/agenda")).text)
    removed = [(await world.post(mentor, f"{talk}/points/{key}/removed")).status_code for key in keys]
    assert removed == [303] * 11 + [422]
    assert (await world.post(mentor, f"{talk}/points/nowhere", place=1)).status_code == 404


async def test_cards_show_only_what_everyone_in_the_talk_may_read(world: World) -> None:
    cast, talk = world.cast, f"/talks/{world.cast.talk.id}/at/where_now"
    await world.write(cast.text("self_assessment"), cast.elsa, "I count well.")
    await world.write(cast.text("home_anna"), cast.anna, "Only Anna's home.")
    await world.write(cast.text("staff_notes"), cast.teacher, "Only the staff.")

    for reader in (cast.mentor, cast.anna, cast.elsa, cast.bo):
        page = (await world.get(reader, talk)).text
        assert "I count well." in page
        assert "Only the staff." not in page
        assert "Only Anna&#39;s home." not in page, "Bo is in the talk, and the teacher"
    assert "I count well." not in (await world.get(cast.guest, talk)).text, "a guest has the joint texts"

    for one in (cast.bo, cast.teacher):
        await world.post(one, f"/talks/{world.cast.talk.id}/left")
    assert "Only Anna&#39;s home." in (await world.get(cast.mentor, talk)).text


async def test_goals_that_not_all_may_see_are_on_no_large_screen(world: World) -> None:
    await world.goal(world.cast.mentor, "cancelled", title="Given up")
    await world.goal(world.cast.mentor, "ongoing", title="Going on")

    page = (await world.get(world.cast.mentor, f"/talks/{world.cast.talk.id}?room&at=new_goals")).text

    assert "Going on" in page
    assert "Given up" not in page
    for private in ("notice-badge", "talk-clock", "talk-chat", "guests-list"):
        assert private not in page


async def test_the_time_line_is_the_mentors_alone(world: World) -> None:
    agenda = f"/talks/{world.cast.talk.id}/agenda"
    assert "talk-clock" in (await world.get(world.cast.mentor, agenda)).text
    for person in (world.cast.elsa, world.cast.anna, world.cast.teacher, world.cast.guest):
        assert "talk-clock" not in (await world.get(person, agenda)).text


async def test_the_telephone_and_the_meeting_elsewhere_are_shown_to_all(world: World) -> None:
    talk = f"/talks/{world.cast.talk.id}"
    await world.post(world.cast.mentor, f"{talk}/reach", phone="08-123 45", link="https://meet.example.org/elsa")

    page = (await world.get(world.cast.anna, talk)).text

    assert 'href="tel:08-12345"' in page
    assert 'href="https://meet.example.org/elsa" rel="noopener noreferrer"' in page


async def test_what_was_booked_with_a_number_and_a_link_is_reached_by_them(world: World) -> None:
    cast = world.cast
    await end(world)
    async with world.visits.database.session() as session:
        annas, times = await offered(
            session, cast.klass, cast.mentor, held=Held.remote, phone="08-123 45", link="https://meet.example.org/a"
        )
        await taken(session, cast.plan, cast.annas.id, annas, times[0], cast.anna)
        await session.commit()

    page = (await world.get(cast.mentor, await begin(world, household=cast.annas.id))).text

    assert "08-123 45" in page
    assert "https://meet.example.org/a" in page
    assert "08-123 45" not in (await world.get(cast.mentor, await begin(world, household=cast.bos.id))).text
