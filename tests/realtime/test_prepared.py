"""Answers and preparations live: who hears of them, and open texts that close when they are handed in."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlmodel import select

from server.plans.models import Phase, Plan
from server.preparations.models import Answer, Preparation
from server.texts.actions import state
from server.texts.document import EMPTY_STATE, plain
from server.texts.models import Text
from tests.forms import hand_out
from tests.realtime.steps import kept

if TYPE_CHECKING:
    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Socket, Visits

AT_ONCE = 1.0
EVERYONE = ("elsa", "anna", "bo", "mentor", "teacher", "observer", "principal")


@dataclass
class Handed:
    """A plan handed out by a form, with its parts by question and whose they are."""

    plan: Plan
    texts: dict[str, UUID]
    answers: dict[str, UUID]
    preparations: dict[str, UUID]


async def handed(cast: Cast, database: Database, phase: Phase) -> Handed:
    """Hand the form out to Elsa."""
    homes = {cast.annas.id: " anna", cast.bos.id: " bo"}

    def name(one: Any, first: str) -> str:
        return first + homes.get(one.household_id, "")

    async with database.session() as session:
        plan = await hand_out(session, cast.elsa, cast.klass, phase)
        await session.commit()
        texts = (await session.exec(select(Text).where(Text.plan_id == plan.id))).unique().all()
        answers = (await session.exec(select(Answer).where(Answer.plan_id == plan.id))).unique().all()
        parts = (await session.exec(select(Preparation).where(Preparation.plan_id == plan.id))).unique().all()
    return Handed(
        plan,
        {name(one, one.question or one.kind): one.id for one in texts},
        {name(one, one.question): one.id for one in answers},
        {name(one, one.party): one.id for one in parts},
    )


@pytest_asyncio.fixture(loop_scope="session")
async def draft(cast: Cast, database: Database) -> Handed:
    return await handed(cast, database, Phase.draft)


@pytest_asyncio.fixture(loop_scope="session")
async def shared(cast: Cast, database: Database) -> Handed:
    return await handed(cast, database, Phase.shared)


async def listening(cast: Cast, live: Visits, plan: Plan) -> dict[str, Socket]:
    sockets = {who: await live.socket(getattr(cast, who)) for who in EVERYONE}
    for one in sockets.values():
        assert (await one.open(plan.id))["ok"]
    return sockets


async def heard(cast: Cast, live: Visits, plan: Plan, sockets: dict[str, Socket], kind: str) -> set[str]:
    """Give who heard of something; a goal that everyone hears of comes after it."""
    mentor = await live.as_(cast.mentor)
    await mentor.post(f"/plans/{plan.id}/comments", data={"id": str(uuid4()), "words": "To all staff"})
    others = {"mentor", "teacher", "observer", "principal"} | (set(EVERYONE) if plan.phase is not Phase.draft else set())
    for who in others:
        await sockets[who].until("news", lambda one: one["kind"] == "comment_written")
    for who in set(EVERYONE) - others:
        await sockets[who].ask("leave", {"plan": str(plan.id)})  # whatever was told came before this answer
    return {who for who, one in sockets.items() if any(name == "news" and said["kind"] == kind for name, said in one.heard)}


ANSWERED = [
    ("draft", "elsa", "feel", {"elsa", "mentor", "teacher", "observer", "principal"}),
    ("draft", "teacher", "subject", {"mentor", "teacher", "observer", "principal"}),
    ("draft", "mentor", "calm", {"mentor", "teacher", "observer", "principal"}),
    ("shared", "elsa", "feel", set(EVERYONE)),
    ("shared", "anna", "rest anna", {"elsa", "anna", "mentor", "observer", "principal"}),
    ("shared", "bo", "rest bo", {"elsa", "bo", "mentor", "observer", "principal"}),
]


@pytest.mark.parametrize("case", ANSWERED)
async def test_an_answer_is_told_to_those_who_may_read_that_very_answer(
    cast: Cast, live: Visits, database: Database, case: tuple[str, str, str, set[str]]
) -> None:
    phase, who, question, hearers = case
    here = await handed(cast, database, Phase(phase))
    sockets = await listening(cast, live, here.plan)
    browser = await live.as_(getattr(cast, who))

    assert (await browser.post(f"/answers/{here.answers[question]}", data={"value": "1"})).status_code == 303

    assert await heard(cast, live, here.plan, sockets, "answered") == hearers
    told = await sockets[who].until("news", lambda one: one["kind"] == "answered")
    assert told["about"]["answer"] == str(here.answers[question])
    assert told["carry"] == {}


HANDED_IN = [
    ("draft", "elsa", "pupil", {"elsa", "mentor", "teacher", "observer", "principal"}),
    ("draft", "teacher", "teachers", {"mentor", "teacher", "observer", "principal"}),
    ("shared", "anna", "home anna", {"elsa", "anna", "mentor", "teacher", "observer", "principal"}),
]


@pytest.mark.parametrize("case", HANDED_IN)
@pytest.mark.parametrize("act", ["handed-in", "closed"])
async def test_how_far_a_party_has_come_is_told_to_those_who_may_know(
    cast: Cast, live: Visits, database: Database, case: tuple[str, str, str, set[str]], act: str
) -> None:
    phase, who, party, hearers = case
    here = await handed(cast, database, Phase(phase))
    await _fill(cast, live, here)
    sockets = await listening(cast, live, here.plan)
    browser = await live.as_(getattr(cast, who) if act == "handed-in" else cast.mentor)

    assert (await browser.post(f"/preparations/{here.preparations[party]}/{act}")).status_code == 303

    kind = {"handed-in": "part_handed_in", "closed": "part_closed"}[act]
    assert await heard(cast, live, here.plan, sockets, kind) == hearers


async def _fill(cast: Cast, live: Visits, here: Handed) -> None:
    """Answer what must be answered, each by whose it is."""
    for who, question, text in (("elsa", "feel", "like"), ("teacher", "subject", "subject"), ("anna", "", "see anna")):
        if text.endswith("anna") and here.plan.phase is Phase.draft:
            continue
        socket = await live.socket(getattr(cast, who))
        await socket.open(here.plan.id, here.texts[text])
        assert (await socket.write(here.texts[text], "Well."))["ok"]
        if question:
            browser = await live.as_(getattr(cast, who))
            assert (await browser.post(f"/answers/{here.answers[question]}", data={"value": "1"})).status_code == 303


async def test_joining_lists_texts_alone_and_an_answer_is_no_text(cast: Cast, live: Visits, draft: Handed) -> None:
    elsa = await live.socket(cast.elsa)
    joined = await elsa.ask("join", {"plan": str(draft.plan.id)})

    assert {one["text"] for one in joined["texts"]} == {str(draft.texts["like"])}
    for key in (draft.answers["feel"], draft.preparations["pupil"]):
        assert (await elsa.ask("open", {"text": str(key), "epoch": 0, "state": EMPTY_STATE}))["code"] == "unknown"
        assert (await elsa.ask("edit", {"text": str(key), "epoch": 1, "client": str(uuid4()), "op": 1, "update": b"\0\0"}))[
            "code"
        ] == "not_joined"


async def test_an_open_text_becomes_read_only_when_it_is_handed_in_and_says_why(
    cast: Cast, live: Visits, database: Database, draft: Handed
) -> None:
    await _fill(cast, live, draft)
    text = draft.texts["like"]
    one, two = await live.socket(cast.elsa), await live.socket(cast.elsa)
    for socket in (one, two):
        await socket.open(draft.plan.id, text)
    browser = await live.as_(cast.elsa)

    await browser.post(f"/preparations/{draft.preparations['pupil']}/handed-in")
    at = monotonic()

    for socket in (one, two):
        told = await socket.until("right", lambda said: said["text"] == str(text))
        assert (told["right"], told["code"]) == ("read", "locked")
        assert "it is handed in" in told["message"]
    assert monotonic() - at < AT_ONCE
    before = await kept(database)
    assert (await one.write(text, "Nevertheless."))["code"] == "forbidden"
    assert await kept(database) == before
    await browser.post(f"/preparations/{draft.preparations['pupil']}/taken-back")
    await one.until("right", lambda said: said["text"] == str(text) and said["right"] == "write")
    one.docs.clear()  # it holds what was refused
    await one.open(draft.plan.id, text)
    assert (await one.write(text, "And more."))["ok"]


async def test_a_stroke_that_races_with_handing_in_is_in_or_refused(cast: Cast, live: Visits, database: Database, draft: Handed) -> None:
    await _fill(cast, live, draft)
    text, browser = draft.texts["like"], await live.as_(cast.elsa)
    for number in range(6):
        socket = await live.socket(cast.elsa)
        await socket.open(draft.plan.id, text)
        said: dict[str, str] = {}

        async def write(socket: Socket = socket, said: dict[str, str] = said, number: int = number) -> None:
            while set(said.values()) <= {"ok"}:
                word = f"<{number}-{len(said)}>"
                said[word] = "ok" if (answer := await socket.write(text, word))["ok"] else answer["code"]

        writing = asyncio.create_task(write())
        await asyncio.sleep(0.01 * number)
        assert (await browser.post(f"/preparations/{draft.preparations['pupil']}/handed-in")).status_code == 303
        await writing

        async with database.session() as session:
            held = plain((await state(session, text)).update)
        assert {word for word in said if word in held} == {word for word, what in said.items() if what == "ok"}
        assert set(said.values()) - {"ok"} <= {"locked", "forbidden", "gap", "slow_down"}
        await browser.post(f"/preparations/{draft.preparations['pupil']}/taken-back")
        await socket.until("right", lambda one: one["right"] == "write")


async def test_a_guardian_is_told_nothing_of_the_other_home(cast: Cast, live: Visits, shared: Handed) -> None:
    bo = await live.socket(cast.bo)
    await bo.open(shared.plan.id)
    await _fill(cast, live, shared)
    anna = await live.as_(cast.anna)
    await anna.post(f"/answers/{shared.answers['rest anna']}", data={"value": "1"})
    await anna.post(f"/preparations/{shared.preparations['home anna']}/handed-in")
    await anna.post(f"/plans/{shared.plan.id}/comments", data={"id": str(uuid4()), "words": "To all"})

    await bo.until("news", lambda one: one["kind"] == "comment_written")

    ours = [shared.texts["see anna"], shared.answers["rest anna"], shared.preparations["home anna"]]
    said = json.dumps([given for name, given in bo.heard if name != "edit"], default=str)
    assert not any(str(key) in said for key in ours)
