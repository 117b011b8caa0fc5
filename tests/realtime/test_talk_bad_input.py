"""Whatever is sent to a talk: a clear refusal, nothing changed, and nobody else in it the worse for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlmodel import select

from realtime.rates import lines, signals
from realtime.saying import MOST_LINES
from realtime.talk_forms import MOST_SIGNAL, MOST_WORDS
from server.talks.models import Talk, TalkLine
from tests.realtime.test_talk import client, entered

if TYPE_CHECKING:
    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Visits


async def test_a_forged_signal_is_refused(cast: Cast, live: Visits, database: Database) -> None:
    elsa = await entered(live, cast, cast.elsa)
    async with database.session() as session:
        omars = (await session.exec(select(Talk).where(Talk.plan_id == cast.omars_plan.id))).unique().one()
    omar, anna = await live.socket(cast.omar), await live.socket(cast.anna)
    assert (await omar.talk("enter", {"talk": str(omars.id)}))["ok"]

    for to in (client(omar), client(anna), str(elsa.client.get_sid("/plan")), "", "nobody", str(cast.elsa.id)):
        assert (await elsa.talk("signal", {"to": to, "data": {}}))["code"] == "forbidden", to
    assert (await anna.talk("signal", {"to": client(elsa), "data": {}}))["code"] == "not_joined"
    assert omar.count("signal") == anna.count("signal") == elsa.count("signal") == 0


WRONG: dict[str, list[Any]] = {
    "enter": [None, 7, [], {}, {"talk": "x"}, {"talk": str(uuid4()), "more": 1}, {"talk": str(uuid4()), "hand": 1}],
    "leave": [None, 7, {"talk": str(uuid4())}],
    "hand": [None, {}, {"up": 1}, {"up": "yes"}, {"up": True, "of": "anna"}],
    "follow": [None, {}, {"on": None}, {"on": True, "whom": "anna"}],
    "say": [None, {}, {"words": ""}, {"words": "   "}, {"words": 7}, {"words": "a" * (MOST_WORDS + 1)}, {"words": "a\x00b"}],
    "call": [
        None,
        {},
        {"part": {}},
        {"part": {"sound": 1, "picture": "none"}},
        {"part": {"sound": True, "picture": "hologram"}},
        {"part": True},
    ],
    "ways": [None, 7, {"more": 1}],
    "signal": [
        None,
        {},
        {"to": "a"},
        {"to": 7, "data": {}},
        {"to": "a" * 65, "data": {}},
        {"to": "a", "data": []},
        {"to": "a", "data": None},
    ],
    "delete": [None, {}],
}


@pytest.mark.parametrize("event", WRONG)
async def test_what_is_no_form_is_refused_and_changes_nothing(cast: Cast, live: Visits, event: str) -> None:
    elsa, anna = await entered(live, cast, cast.elsa), await entered(live, cast, cast.anna)
    await anna.until("people", lambda one: len(one["people"]) == 2)
    for given in WRONG[event]:
        answer = await elsa.talk(event, given)
        assert answer["code"] in {"form", "slow_down"}, repr(given)[:200]
    assert anna.count("said") == anna.count("signal") == 0
    assert (await anna.talk("signal", {"to": client(elsa), "data": {}}))["ok"], "Elsa is still there"


async def test_a_signal_that_is_too_large_is_refused(cast: Cast, live: Visits) -> None:
    elsa, anna = await entered(live, cast, cast.elsa), await entered(live, cast, cast.anna)
    assert (await elsa.talk("signal", {"to": client(anna), "data": {"sdp": "a" * MOST_SIGNAL}}))["code"] == "too_large"
    assert (await elsa.talk("signal", {"to": client(anna), "data": {"sdp": "a" * (MOST_SIGNAL - 100)}}))["ok"]


async def test_a_flood_of_lines_and_signals_is_bounded_and_harms_nobody_else(cast: Cast, live: Visits) -> None:
    elsa, anna = await entered(live, cast, cast.elsa), await entered(live, cast, cast.anna)

    said = await asyncio.gather(*(elsa.talk("say", {"words": f"{number}"}) for number in range(40)))
    sent = await asyncio.gather(*(elsa.talk("signal", {"to": client(anna), "data": {}}) for _ in range(700)))

    assert {one.get("code") for one in said} == {None, "slow_down"}
    assert sum(one["ok"] for one in said) <= lines().burst + 2
    assert {one.get("code") for one in sent} == {None, "slow_down"}
    assert signals().burst <= sum(one["ok"] for one in sent) < 650
    assert (await anna.talk("say", {"words": "Calmly."}))["ok"]


async def test_a_chat_that_is_full_takes_nothing_more(cast: Cast, live: Visits, database: Database) -> None:
    async with database.session() as session:
        session.add_all(TalkLine(talk_id=cast.talk.id, person_id=cast.elsa.id, words="x") for _ in range(MOST_LINES))
        await session.commit()
    elsa = await entered(live, cast, cast.elsa)
    assert (await elsa.talk("say", {"words": "One more."}))["code"] == "full"
