from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.server.world import new

if TYPE_CHECKING:
    import httpx

    from tests.server.world import World


async def check_in(world: World, who: str, **fields: object) -> httpx.Response:
    form = {"id": new(), "words": "Ten pages a day", **fields}
    return await world.post(getattr(world.cast, who), f"/goals/{world.cast.goal.id}/check-ins", **form)


async def test_a_check_in_stands_under_its_goal_with_who_wrote_it(world: World) -> None:
    assert (await check_in(world, "anna", words="Ten <b>pages</b>")).status_code == 303

    shown = (await world.get(world.cast.elsa, f"{world.home}/goals")).text
    assert "Ten &lt;b&gt;pages&lt;/b&gt;" in shown
    assert "Anna Berg" in shown
    assert await world.told() == {name: {"goal_checked_in": 1} for name in ("elsa", "bo", "mentor")}
    assert await world.events() == ["goal_checked_in"]


async def test_the_same_form_twice_writes_once(world: World) -> None:
    key = new()

    answers = await asyncio.gather(*(check_in(world, "elsa", id=key) for _ in range(3)))

    assert {answer.status_code for answer in answers} == {303}
    assert await world.value("SELECT count(*) FROM check_in") == 1
    assert (await world.told())["anna"] == {"goal_checked_in": 1}


async def test_nobody_writes_over_anothers_check_in(world: World) -> None:
    key = new()
    await check_in(world, "elsa", id=key)

    assert (await check_in(world, "bo", id=key, words="Mine")).status_code == 403
    assert await world.value("SELECT words FROM check_in") == "Ten pages a day"


async def test_a_proposal_is_not_followed_yet(world: World) -> None:
    answer = await world.post(world.cast.elsa, f"/goals/{world.cast.proposal.id}/check-ins", id=new(), words="Early")

    assert answer.status_code == 403
    assert await world.value("SELECT count(*) FROM check_in") == 0


@pytest.mark.parametrize(("phase", "status"), [("in_use", 303), ("agreed", 303), ("evaluated", 403), ("archived", 403)])
async def test_a_goal_is_followed_while_the_plan_is_used(world: World, phase: str, status: int) -> None:
    await world.phase(phase)

    assert (await check_in(world, "elsa")).status_code == status


@pytest.mark.parametrize("wrong", [{"words": ""}, {"words": " \n "}, {"words": "x" * 2001}, {"id": "no"}, {"id": ""}, {"more": "x"}])
async def test_a_wrong_form_changes_nothing(world: World, wrong: dict[str, str]) -> None:
    assert (await check_in(world, "elsa", **wrong)).status_code == 422
    assert await world.value("SELECT count(*) FROM check_in") == 0
    assert await world.events() == []
