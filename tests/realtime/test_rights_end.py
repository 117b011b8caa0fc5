"""A right that ends, ends now: on open pages, in the middle of a sentence, also for a client that does not heed it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlmodel import col, update

from realtime import plan as plan_room
from realtime.looking import look
from realtime.sync import Shelf
from server.columns import now
from server.people.models import Relation
from server.texts.document import EMPTY_STATE
from tests.realtime.steps import end_tie, kept, move_plan, refused_at_the_door
from tests.visit import paragraph

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from realtime.seats import Visitor
    from server.db import Database
    from server.texts.actions import State
    from server.work import Work
    from tests.cast import Cast
    from tests.visit import Socket, Visits

AT_ONCE = 1.0


async def writing_on(socket: Socket, cast: Cast, stop: asyncio.Event) -> list[dict[str, object]]:
    """Write sentence after sentence, whatever the answers are."""
    answers = []
    while not stop.is_set():
        answers.append(await socket.write(cast.text("talk_notes"), "And another thing."))
    return answers


async def test_a_guardians_relation_ends_in_the_middle_of_a_sentence(cast: Cast, live: Visits, database: Database) -> None:
    anna, elsa, text = await live.socket(cast.anna), await live.socket(cast.elsa), cast.text("talk_notes")
    await anna.open(cast.plan.id, text)
    await elsa.open(cast.plan.id, text)
    stop = asyncio.Event()
    writing = asyncio.create_task(writing_on(anna, cast, stop))
    await elsa.until("edit")

    await end_tie(cast, live, database, cast.anna)
    ended = monotonic()
    over = await anna.until("over")

    assert monotonic() - ended < AT_ONCE
    assert (over["plan"], over["code"]) == (str(cast.plan.id), "unknown")
    assert over["message"] == "The school has changed who may see it. If that is wrong, ask the school."
    before = await kept(database)
    assert [(await anna.write(text, "Nevertheless."))["code"] for _ in range(3)] == ["not_joined"] * 3
    stop.set()
    answers = await writing
    codes = [one.get("code") for one in answers]
    assert codes == sorted(codes, key=lambda code: code is not None), "once refused, always refused"
    assert (await anna.ask("join", {"plan": str(cast.plan.id)}))["code"] == "unknown"
    assert (await anna.ask("open", {"text": str(text), "epoch": 0, "state": EMPTY_STATE}))["code"] == "not_joined"
    assert (await anna.ask("point", {"text": str(text), "at": None}))["code"] == "not_joined"
    assert await kept(database) == before
    await elsa.until("here", lambda one: len(one["people"]) == 1)


async def test_nothing_reaches_a_page_whose_right_has_ended(cast: Cast, live: Visits, database: Database) -> None:
    anna, elsa, text = await live.socket(cast.anna), await live.socket(cast.elsa), cast.text("talk_notes")
    await anna.open(cast.plan.id, text)
    await elsa.open(cast.plan.id, text)
    await end_tie(cast, live, database, cast.anna)
    await anna.until("over")
    heard = len(anna.heard)

    await elsa.write(text, "Between us.")
    await elsa.ask("point", {"text": str(text), "at": None})
    page = await live.as_(cast.elsa)
    await page.post(f"/goals/{cast.goal.id}/status", data={"status": "done"})
    await elsa.until("news", lambda one: one["kind"] == "goal_moved")
    await anna.ask("join", {"plan": str(cast.plan.id)})  # whatever had been said to her would have come before this answer

    assert [name for name, _ in anna.heard[heard:] if name not in {"badge", "look"}] == []


async def test_a_teachers_tie_to_the_class_ends(cast: Cast, live: Visits, database: Database) -> None:
    teacher, text = await live.socket(cast.teacher), cast.text("assessment")
    await teacher.open(cast.plan.id, text)
    await teacher.open(cast.omars_plan.id)
    async with database.session() as session:
        ties = await session.exec(
            update(Relation).where(col(Relation.person_id) == cast.teacher.id).values(until=None).returning(col(Relation.id))
        )
        tie = ties.one()[0]
        await session.commit()

    admin = await live.as_(cast.admin)
    await admin.post(f"/relations/{tie}/end", data={"reason": "Moved"})
    ended = monotonic()

    await teacher.until("over", lambda one: one["plan"] == str(cast.plan.id))
    await teacher.until("over", lambda one: one["plan"] == str(cast.omars_plan.id))
    assert monotonic() - ended < AT_ONCE
    assert (await teacher.write(text, "Nevertheless."))["code"] == "not_joined"


@pytest.mark.parametrize(
    "case",
    [
        ("agreed", "elsa", "talk_notes", "read", "locked"),
        ("agreed", "mentor", "agreement", "read", "locked"),
        ("agreed", "anna", "home_anna", "read", "locked"),
        ("shared", "anna", "talk_notes", "none", "forbidden"),
        ("shared", "teacher", "talk_notes", "read", "forbidden"),
    ],
)
async def test_the_plan_moves_and_the_right_to_write_with_it(
    cast: Cast, live: Visits, database: Database, case: tuple[str, str, str, str, str]
) -> None:
    phase, person, kind, right, code = case
    one, text = await live.socket(getattr(cast, person)), cast.text(kind)
    await one.open(cast.plan.id, text)
    assert (await one.write(text, "Before."))["ok"]

    await move_plan(cast, live, phase, reason="Too early")
    moved = monotonic()
    told = await one.until("right", lambda given: given["text"] == str(text))

    assert monotonic() - moved < AT_ONCE
    assert (told["plan"], told["right"], told["code"]) == (str(cast.plan.id), right, code)
    assert told["message"]
    before = await kept(database)
    assert (await one.write(text, "After."))["code"] == ("not_joined" if right == "none" else "forbidden")
    assert await kept(database) == before


async def test_the_plan_is_reopened_and_writing_goes_on_where_it_was(cast: Cast, live: Visits) -> None:
    elsa, text = await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    await elsa.write(text, "Before.")
    await move_plan(cast, live, "agreed")
    await elsa.until("right", lambda one: one["right"] == "read" and one["text"] == str(text))

    await move_plan(cast, live, "talk", by=cast.principal, reason="One more thing")
    mentor, page, again = await live.as_(cast.mentor), await live.as_(cast.elsa), uuid4()
    await mentor.post(f"/plans/{cast.plan.id}/talks", data={"id": str(again)})
    await page.post(f"/talks/{again}/entered")

    told = await elsa.until("right", lambda one: one["right"] == "write" and one["text"] == str(text))
    assert (told["code"], told["message"]) == ("", "")
    assert await elsa.write(text, "After.") == {"ok": True, "seq": 2}


async def test_a_session_that_runs_out_closes_its_pages(cast: Cast, live: Visits, database: Database) -> None:
    elsa, text = await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    cookie = await live.cookie(cast.anna, hours=3 / 3600)
    anna = await live.socket(cast.anna, cookie)
    await anna.open(cast.plan.id, text)
    ends = now()

    said = await anna.until("me_over")

    assert said["code"] == "sign_in"
    assert (now() - ends).total_seconds() < 3 + AT_ONCE + 1
    await anna.until("gone")
    await elsa.until("here", lambda one: len(one["people"]) == 1)
    assert elsa.count("gone") == 0
    assert (await kept(database)).updates == 0


async def test_a_session_that_was_signed_out_opens_nothing_more(cast: Cast, live: Visits) -> None:
    phone = await live.as_(cast.anna)
    cookie = phone.cookies["stegvis"]
    anna = await live.socket(cast.anna, cookie)
    await phone.post("/sign-out")
    await anna.until("gone")

    headers = {"Origin": live.base, "Cookie": f"stegvis={cookie}"}
    assert (await refused_at_the_door(live.base, headers, "/plan"))["data"] == {"code": "sign_in"}


def slow_down(monkeypatch: pytest.MonkeyPatch, step: str) -> tuple[asyncio.Event, asyncio.Event]:
    """Hold the next joining or opening once it has read the database; give what tells that it has, and what lets it go on."""
    reached, go, read = asyncio.Event(), asyncio.Event(), Shelf.read

    async def wait_once() -> None:
        if not reached.is_set():
            reached.set()
            await go.wait()

    @asynccontextmanager
    async def look_slowly(database: Database, visitor: Visitor) -> AsyncIterator[Work]:
        async with look(database, visitor) as work:
            yield work
        await wait_once()

    async def read_slowly(shelf: Shelf, key: UUID) -> State:
        state = await read(shelf, key)
        await wait_once()
        return state

    if step == "join":
        monkeypatch.setattr(plan_room, "look", look_slowly)
    else:
        monkeypatch.setattr(Shelf, "read", read_slowly)
    return reached, go


@pytest.mark.parametrize("step", ["join", "open"])
async def test_a_right_that_ends_while_a_page_is_opening_ends_too(
    cast: Cast, live: Visits, database: Database, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The page was judged by the rules as they were, then they changed, then the page would have taken its seat."""
    anna, elsa, text = await live.socket(cast.anna), await live.socket(cast.elsa), cast.text("talk_notes")
    await elsa.open(cast.plan.id, text)
    if step == "open":
        await anna.open(cast.plan.id)
    reached, go = slow_down(monkeypatch, step)
    given = {"plan": str(cast.plan.id)} if step == "join" else {"text": str(text), "epoch": 0, "state": EMPTY_STATE}
    asking = asyncio.create_task(anna.ask(step, given))
    await reached.wait()
    await move_plan(cast, live, "shared", reason="Too early")
    await elsa.until("right", lambda one: one["text"] == str(text))
    go.set()
    answer = await asking

    if step == "join":
        assert str(text) not in {one["text"] for one in answer["texts"]}
    else:
        assert answer["code"] in {"unknown", "not_joined"}
    before = await kept(database)
    assert (await anna.send(text, paragraph(anna.docs[text], "Through the crack.")))["code"] == "not_joined"
    assert await kept(database) == before
