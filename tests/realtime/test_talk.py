"""A talk's room over the socket: who is there, what is said, and rights that hold only while one is in the session."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from sqlmodel import col, select, update

from realtime.judge import Judge
from server.columns import now
from server.people.models import Person, Relation
from server.talks.models import Attendance, Talk, TalkLine
from tests.realtime.steps import end_tie
from tests.visit import paragraph

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Socket, Visits

AT_ONCE = 1.0


async def entered(live: Visits, cast: Cast, person: Person, **more: object) -> Socket:
    """Give somebody's socket in Elsa's talk."""
    socket = await live.socket(person)
    answer = await socket.talk("enter", {"talk": str(cast.talk.id), **more})
    assert answer["ok"], answer
    return socket


async def act(live: Visits, person: Person, cast: Cast, what: str, /, **fields: str) -> None:
    """Do something with Elsa's talk over HTTP."""
    answer = await (await live.as_(person)).post(f"/talks/{cast.talk.id}/{what}", data=fields)
    assert answer.status_code == 303, answer.text


def client(socket: Socket) -> str:
    """Give the name of a socket's connection."""
    return str(socket.client.get_sid("/talk"))


async def test_who_is_in_the_room_is_seen_by_all_in_it(cast: Cast, live: Visits) -> None:
    elsa = await entered(live, cast, cast.elsa)
    anna = await entered(live, cast, cast.anna)
    room = await entered(live, cast, cast.mentor, room=True, follows=False)

    said = await elsa.until("people", lambda one: len(one["people"]) == 3)

    seen = {one["name"]: (one["role"], one["room"], one["follows"], one["client"]) for one in said["people"]}
    assert seen == {
        cast.elsa.name: ("pupil", False, True, client(elsa)),
        cast.anna.name: ("guardian", False, True, client(anna)),
        cast.mentor.name: ("mentor", True, False, client(room)),
    }
    await anna.client.disconnect()
    await elsa.until("people", lambda one: len(one["people"]) == 2)


@pytest.mark.parametrize(("happens", "answer"), [("point", "new_goals"), ("left", "forbidden")])
async def test_what_happens_between_the_look_and_the_place_is_known(
    happens: str, answer: str, cast: Cast, live: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, steady = await live.socket(cast.anna), Judge.steady

    async def steady_then_told(self: Judge, look: Callable[[], Awaitable[object]]) -> object:
        seen = await steady(self, look)
        who, fields = (cast.mentor, {"point": "new_goals"}) if happens == "point" else (cast.anna, {})
        await act(live, who, cast, happens, **fields)
        return seen

    monkeypatch.setattr(Judge, "steady", steady_then_told)
    got = await anna.talk("enter", {"talk": str(cast.talk.id)})

    assert got.get("point", got.get("code")) == answer
    monkeypatch.setattr(Judge, "steady", steady)
    elsa = await live.socket(cast.elsa)
    people = (await elsa.talk("enter", {"talk": str(cast.talk.id)}))["people"]
    assert [one["name"] for one in people if one["name"] == cast.anna.name] == [cast.anna.name] * (happens == "point")


async def test_leaving_ends_the_right_to_write_within_a_second(cast: Cast, live: Visits) -> None:
    anna, elsa, text = await entered(live, cast, cast.anna), await entered(live, cast, cast.elsa), cast.text("talk_notes")
    await anna.open(cast.plan.id, text)
    assert (await anna.write(text, "We read."))["ok"]

    await act(live, cast.anna, cast, "left")
    left = monotonic()
    told = await anna.until("right", lambda one: one["text"] == str(text))
    over = await anna.until("talk_over")

    assert monotonic() - left < AT_ONCE
    assert (told["right"], told["code"]) == ("read", "forbidden")
    assert over["message"] == "You are no longer in the talk."
    assert (await anna.write(text, "And more."))["code"] == "forbidden"
    assert (await anna.talk("enter", {"talk": str(cast.talk.id)}))["code"] == "forbidden"
    await elsa.until("people", lambda one: len(one["people"]) == 1)

    await act(live, cast.anna, cast, "entered")
    await anna.until("right", lambda one: one["text"] == str(text) and one["right"] == "write")
    anna.docs.clear()
    await anna.open(cast.plan.id, text)
    assert (await anna.write(text, "Here again."))["ok"]


async def test_the_end_ends_it_for_all_but_the_mentor_and_locks_nothing(cast: Cast, live: Visits, database: Database) -> None:
    sockets = {one.id: await entered(live, cast, one) for one in (cast.elsa, cast.bo, cast.teacher, cast.mentor)}
    notes, agreement = cast.text("talk_notes"), cast.text("agreement")
    for one in sockets.values():
        await one.open(cast.plan.id, notes, agreement)
    await sockets[cast.elsa.id].talk("say", {"words": "https://example.org"})

    await act(live, cast.mentor, cast, "ended")
    ended = monotonic()
    for person, one in sockets.items():
        assert (await one.until("talk_over"))["message"] == "The talk is over. What was written is kept in the plan."
        if person != cast.mentor.id:
            await one.until("right", lambda said: said["text"] == str(notes) and said["right"] == "read")

    assert monotonic() - ended < AT_ONCE
    assert (await sockets[cast.elsa.id].write(notes, "Nevertheless."))["code"] == "forbidden"
    assert (await sockets[cast.mentor.id].write(notes, "To sum up."))["ok"], "the mentor always"
    async with database.session() as session:
        assert (await session.exec(select(TalkLine))).all() == [], "the chat is forgotten"
        assert (
            await session.exec(select(Attendance).where(Attendance.talk_id == cast.talk.id, col(Attendance.until).is_(None)))
        ).all() == []


async def test_a_lost_line_ends_nothing_and_what_was_typed_meanwhile_is_taken(cast: Cast, live: Visits) -> None:
    anna, text = await entered(live, cast, cast.anna), cast.text("talk_notes")
    await anna.open(cast.plan.id, text)
    unsent = paragraph(anna.docs[text], "Typed in the tunnel.")
    await anna.client.disconnect()

    back = await entered(live, cast, cast.anna)
    await back.open(cast.plan.id, text)

    assert (await back.send(text, unsent))["ok"]


async def test_the_point_and_the_lead_are_told_to_all_at_once(cast: Cast, live: Visits) -> None:
    elsa, anna = await entered(live, cast, cast.elsa), await entered(live, cast, cast.anna)
    await act(live, cast.mentor, cast, "lead", person=str(cast.elsa.id))
    told = await anna.until("state", lambda one: one["lead"] == str(cast.elsa.id))
    assert told["point"] == "where_now"

    await act(live, cast.elsa, cast, "point", point="new_goals")

    for one in (elsa, anna):
        await one.until("state", lambda said: said["point"] == "new_goals")
    refused = await (await live.as_(cast.anna)).post(f"/talks/{cast.talk.id}/point", data={"point": "reached"})
    assert refused.status_code == 403, "only whoever leads"


async def test_whoever_leads_and_leaves_gives_the_lead_back(cast: Cast, live: Visits) -> None:
    anna = await entered(live, cast, cast.anna)
    await act(live, cast.mentor, cast, "lead", person=str(cast.elsa.id))
    await act(live, cast.elsa, cast, "left")

    await anna.until("state", lambda one: one["lead"] == str(cast.elsa.id))
    answer = await anna.talk("enter", {"talk": str(cast.talk.id)})
    assert answer["lead"] == str(cast.mentor.id)


async def test_hands_stand_in_the_order_in_which_they_went_up_and_a_page_that_comes_back_has_its_own(cast: Cast, live: Visits) -> None:
    elsa, anna = await entered(live, cast, cast.elsa), await entered(live, cast, cast.anna)
    await anna.talk("hand", {"up": True})
    await elsa.talk("hand", {"up": True})
    await elsa.talk("hand", {"up": True})

    said = await elsa.until("people", lambda one: sum(who["hand"] is not None for who in one["people"]) == 2)
    hands = {one["name"]: one["hand"] for one in said["people"]}
    assert hands[cast.anna.name] <= hands[cast.elsa.name]

    await anna.client.disconnect()
    await entered(live, cast, cast.anna, hand=True)
    await elsa.talk("hand", {"up": False})
    said = await elsa.until("people", lambda one: [who["name"] for who in one["people"] if who["hand"] is not None] == [cast.anna.name])


async def test_what_is_said_is_heard_by_those_in_the_room_and_had_by_whoever_comes_later(cast: Cast, live: Visits) -> None:
    elsa = await entered(live, cast, cast.elsa)
    outside = await live.socket(cast.bo)
    answer = await elsa.talk("say", {"words": "  https://example.org/book  "})

    line = (await elsa.until("said"))["line"]
    assert (line["id"], line["name"], line["words"]) == (answer["id"], cast.elsa.name, "https://example.org/book")
    anna = await live.socket(cast.anna)
    assert (await anna.talk("enter", {"talk": str(cast.talk.id)}))["chat"] == [line]
    assert outside.count("said") == 0


async def test_a_signal_reaches_whom_it_is_for_and_nobody_else(cast: Cast, live: Visits) -> None:
    elsa, anna, bo = [await entered(live, cast, one) for one in (cast.elsa, cast.anna, cast.bo)]
    data = {"description": {"type": "offer", "sdp": "v=0"}}

    assert (await elsa.talk("signal", {"to": client(anna), "data": data}))["ok"]

    heard = await anna.until("signal")
    assert (heard["from"], heard["data"], heard["talk"]) == (client(elsa), data, str(cast.talk.id))
    assert bo.count("signal") == elsa.count("signal") == 0


async def test_a_tie_that_ends_takes_out_of_the_talk(cast: Cast, live: Visits, database: Database) -> None:
    anna, elsa = await entered(live, cast, cast.anna), await entered(live, cast, cast.elsa)
    await end_tie(cast, live, database, cast.anna)
    ended = monotonic()

    await anna.until("talk_over")

    assert monotonic() - ended < AT_ONCE
    assert (await anna.talk("say", {"words": "x"}))["code"] == "not_joined"
    await elsa.until("people", lambda one: len(one["people"]) == 1)


@pytest_asyncio.fixture(loop_scope="session")
async def annas(cast: Cast, database: Database) -> Talk:
    """Let the open talk be Anna's home's."""
    async with database.session() as session:
        await session.exec(update(Talk).where(col(Talk.id) == cast.talk.id).values(household_id=cast.annas.id))
        await session.exec(
            update(Attendance).where(col(Attendance.person_id) == cast.bo.id, col(Attendance.talk_id) == cast.talk.id).values(until=now())
        )
        await session.commit()
    return cast.talk


async def test_another_home_knows_nothing_of_a_homes_own_sitting(cast: Cast, live: Visits, annas: Talk) -> None:
    anna, bo = await entered(live, cast, cast.anna), await live.socket(cast.bo)
    await anna.open(cast.plan.id, cast.text("talk_notes"))
    await bo.open(cast.plan.id, cast.text("talk_notes"))

    assert (await bo.talk("enter", {"talk": str(annas.id)}))["code"] == "unknown"
    assert (await bo.write(cast.text("talk_notes"), "From afar."))["code"] == "forbidden", "he reads, and is in no session"
    await act(live, cast.mentor, cast, "point", point="reached")
    await anna.until("news", lambda one: one["kind"] == "talk_pointed")
    page = await live.as_(cast.elsa)
    await page.post(f"/goals/{cast.goal.id}/status", data={"status": "done"})
    await bo.until("news", lambda one: one["kind"] == "goal_moved")
    assert all(given.get("kind") != "talk_pointed" for _, given in bo.heard)


@pytest.mark.usefixtures("annas")
async def test_who_moves_to_another_home_is_in_its_talk_no_longer(cast: Cast, live: Visits, database: Database) -> None:
    anna = await entered(live, cast, cast.anna)
    await anna.open(cast.plan.id, cast.text("talk_notes"))
    async with database.session() as session:
        tie = (await session.exec(select(Relation).where(Relation.person_id == cast.anna.id))).one()
    admin = await live.as_(cast.admin)

    answer = await admin.post(f"/relations/{tie.id}/household", data={"household": str(cast.bos.id), "reason": "Moved"})

    assert answer.status_code == 303, answer.text
    await anna.until("talk_over")
    await anna.until("right", lambda one: one["text"] == str(cast.text("talk_notes")) and one["right"] == "read")
