"""A guest over the socket: the joint texts of one talk, read or written as the mentor lets, and gone with it within a second."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from sqlmodel import select

from server.talks.models import Invited
from tests.realtime.test_talk import AT_ONCE, act, entered

if TYPE_CHECKING:
    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Visits


async def by_mentor(cast: Cast, live: Visits, database: Database, what: str, **fields: str) -> None:
    """Let the mentor do something about the guest."""
    async with database.session() as session:
        one = (await session.exec(select(Invited).where(Invited.person_id == cast.guest.id))).unique().one()
    answer = await (await live.as_(cast.mentor)).post(f"/invited/{one.id}/{what}", data=fields)
    assert answer.status_code == 303, answer.text


async def test_a_guest_reads_the_joint_texts_and_is_told_of_nothing_else(cast: Cast, live: Visits) -> None:
    guest, elsa, notes = await entered(live, cast, cast.guest), await entered(live, cast, cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, notes)

    joined = await guest.ask("join", {"plan": str(cast.plan.id)})

    assert {(one["text"], one["right"]) for one in joined["texts"]} == {
        (str(notes), "read"),
        (str(cast.text("agreement")), "read"),
    }
    assert (joined["you"]["role"], joined["people"]) == ("guest", [])
    await guest.open(cast.plan.id, notes)
    await elsa.write(notes, "We read.")
    await guest.until("edit")
    assert (await guest.write(notes, "I add."))["code"] == "forbidden"
    assert (await guest.ask("open", {"text": str(cast.text("assessment")), "epoch": 0, "state": b"\x00"}))["code"] == "unknown"
    page = await live.as_(cast.elsa)
    await page.post(f"/goals/{cast.goal.id}/status", data={"status": "done"})
    await act(live, cast.mentor, cast, "point", point="reached")
    assert (await guest.until("news"))["kind"] == "talk_pointed"
    assert guest.count("here") == 0
    assert (await guest.ask("listen", {"plans": [str(cast.plan.id)]}))["plans"] == []


async def test_a_guest_is_seen_by_all_by_name_and_kind(cast: Cast, live: Visits) -> None:
    elsa = await entered(live, cast, cast.elsa)
    await entered(live, cast, cast.guest)

    said = await elsa.until("people", lambda one: len(one["people"]) == 2)

    seen = next(one for one in said["people"] if one["role"] == "guest")
    assert (seen["name"], seen["kind"]) == (cast.guest.name, "interpreter")


async def test_a_guest_writes_from_when_the_mentor_lets_until_the_mentor_does_not(cast: Cast, live: Visits, database: Database) -> None:
    guest, notes = await entered(live, cast, cast.guest), cast.text("talk_notes")
    await guest.open(cast.plan.id, notes)

    await by_mentor(cast, live, database, "writes", on="true")
    await guest.until("right", lambda one: one["text"] == str(notes) and one["right"] == "write")
    assert (await guest.write(notes, "As the mother says."))["ok"]

    await by_mentor(cast, live, database, "writes", on="false")
    ended = monotonic()
    await guest.until("right", lambda one: one["text"] == str(notes) and one["right"] == "read")
    assert monotonic() - ended < AT_ONCE
    assert (await guest.write(notes, "Nevertheless."))["code"] == "forbidden"


async def test_a_guest_who_is_taken_out_is_gone_within_a_second(cast: Cast, live: Visits, database: Database) -> None:
    guest, elsa, notes = await entered(live, cast, cast.guest), await entered(live, cast, cast.elsa), cast.text("talk_notes")
    await guest.open(cast.plan.id, notes)
    await elsa.open(cast.plan.id, notes)

    await by_mentor(cast, live, database, "removed")
    removed = monotonic()
    over = await guest.until("talk_over")
    await guest.until("over", lambda one: one["plan"] == str(cast.plan.id))

    assert monotonic() - removed < AT_ONCE
    assert over["message"] == "You are no longer in the talk."
    heard = guest.count("edit")
    await elsa.write(notes, "Between us.")
    for event, given in (("enter", {"talk": str(cast.talk.id)}), ("say", {"words": "x"}), ("signal", {"to": "x", "data": {}})):
        assert not (await guest.talk(event, given))["ok"]
    assert (await guest.ask("join", {"plan": str(cast.plan.id)}))["code"] == "unknown"
    assert guest.count("edit") == heard
    await elsa.until("people", lambda one: len(one["people"]) == 1)


async def test_with_the_end_of_the_talk_its_guests_are_gone_within_a_second(cast: Cast, live: Visits) -> None:
    guest, notes = await entered(live, cast, cast.guest), cast.text("talk_notes")
    await guest.open(cast.plan.id, notes)

    await act(live, cast.mentor, cast, "ended")
    ended = monotonic()
    await guest.until("talk_over")
    await guest.until("over", lambda one: one["plan"] == str(cast.plan.id))

    assert monotonic() - ended < AT_ONCE
    assert (await guest.ask("open", {"text": str(notes), "epoch": 0, "state": b"\x00"}))["code"] == "not_joined"


async def test_whoever_stands_at_the_door_is_asked_to_look_when_let_in(cast: Cast, live: Visits, database: Database) -> None:
    async with database.session() as session:
        one = (await session.exec(select(Invited).where(Invited.person_id == cast.guest.id))).unique().one()
        one.admitted = None
        session.add(one)
        await session.commit()
    await act(live, cast.guest, cast, "left")
    guest = await live.socket(cast.guest)
    assert (await guest.talk("enter", {"talk": str(cast.talk.id)}))["code"] == "forbidden"
    before = guest.count("look")

    await by_mentor(cast, live, database, "admitted")

    await guest.until("look", lambda _: guest.count("look") > before)
    assert (await guest.talk("enter", {"talk": str(cast.talk.id)}))["ok"]
