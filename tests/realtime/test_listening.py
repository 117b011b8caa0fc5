"""Hearing of several plans without being in them: the same rights as in them, and nobody is shown as present."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from realtime.forms import MOST_HEARD
from realtime.judge import Judge
from server.texts.document import EMPTY_STATE
from tests.realtime.steps import comment, end_tie

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.db import Database
    from tests.cast import Cast
    from tests.visit import Visits


async def test_who_listens_hears_the_news_and_is_not_shown(cast: Cast, live: Visits) -> None:
    teacher, elsa = await live.socket(cast.teacher), await live.socket(cast.elsa)
    await elsa.open(cast.plan.id)
    mine = [str(cast.plan.id), str(cast.omars_plan.id)]

    answer = await teacher.ask("listen", {"plans": [*mine, str(cast.hidden_plan.id), str(cast.foreign_plan.id), str(uuid4())]})

    assert {one["plan"] for one in answer["plans"]} == set(mine), "the others might as well not be there"
    page = await live.as_(cast.anna)
    key = await comment(cast, page)
    assert (await teacher.until("news"))["about"]["comment"] == key
    here = await elsa.ask("join", {"plan": str(cast.plan.id)})
    assert [one["name"] for one in here["people"]] == ["Elsa Berg"]


async def test_who_listens_opens_no_text_before_joining(cast: Cast, live: Visits) -> None:
    teacher, text = await live.socket(cast.teacher), str(cast.text("assessment"))
    await teacher.ask("listen", {"plans": [str(cast.plan.id)]})
    opening = {"text": text, "epoch": 0, "state": EMPTY_STATE}

    assert (await teacher.ask("open", opening))["code"] == "not_joined"
    await teacher.ask("join", {"plan": str(cast.plan.id)})
    assert (await teacher.ask("open", opening))["ok"]
    await teacher.ask("listen", {"plans": [str(cast.plan.id)]})
    assert (await teacher.ask("open", opening))["ok"], "listening leaves what is joined joined"


@pytest.mark.parametrize("event", ["join", "listen"])
async def test_what_is_told_between_the_look_and_the_seat_is_in_the_revision(
    event: str, cast: Cast, live: Visits, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher, anna = await live.socket(cast.teacher), await live.as_(cast.anna)
    before = cast.plan.revision
    steady = Judge.steady

    async def steady_then_told(self: Judge, look: Callable[[], Awaitable[object]]) -> object:
        seen = await steady(self, look)
        await comment(cast, anna)
        return seen

    monkeypatch.setattr(Judge, "steady", steady_then_told)

    answer = await teacher.ask(event, {"plan": str(cast.plan.id)} if event == "join" else {"plans": [str(cast.plan.id)]})

    assert (answer if event == "join" else answer["plans"][0])["revision"] == before + 1, "no news of it comes"


async def test_what_somebody_may_not_know_of_is_not_heard_by_listening_either(cast: Cast, live: Visits) -> None:
    bo, elsa, anna = await live.socket(cast.bo), await live.socket(cast.elsa), await live.as_(cast.anna)
    await bo.ask("listen", {"plans": [str(cast.plan.id)]})
    await elsa.ask("listen", {"plans": [str(cast.plan.id)]})

    own = await comment(cast, anna, text=str(cast.text("home_anna")))
    await comment(cast, anna)

    await bo.until("news")
    assert bo.count("news") == 1
    assert (await elsa.until("news"))["about"]["comment"] == own


async def test_the_right_ends_for_who_listens_too(cast: Cast, live: Visits, database: Database) -> None:
    anna = await live.socket(cast.anna)
    await anna.ask("listen", {"plans": [str(cast.plan.id)]})

    await end_tie(cast, live, database, cast.anna)

    assert (await anna.until("over"))["plan"] == str(cast.plan.id)
    assert (await anna.ask("listen", {"plans": [str(cast.plan.id)]}))["plans"] == []


async def test_too_many_or_odd_plans_are_refused(cast: Cast, live: Visits) -> None:
    elsa = await live.socket(cast.elsa)

    odd: object
    for odd in ({"plans": [str(uuid4())] * (MOST_HEARD + 1)}, {"plans": "x"}, {"plans": ["x"]}, {}, {"plans": [], "more": 1}, None, []):
        assert (await elsa.ask("listen", odd))["code"] == "form"
