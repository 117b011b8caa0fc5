from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from tests.server.world import World


async def reword(world: World, who: str, goal: UUID, **fields: object) -> httpx.Response:
    return await world.post(getattr(world.cast, who), f"/goals/{goal}", **{"title": "Dare to speak louder", **fields})


async def title_of(world: World, goal: UUID) -> str:
    return str(await world.value("SELECT title FROM goal WHERE id = $1", goal))


async def test_a_proposer_words_a_proposal_otherwise(world: World) -> None:
    answer = await reword(world, "anna", world.cast.proposal.id)

    assert answer.headers["location"] == f"{world.home}#goal-{world.cast.proposal.id}"
    assert await title_of(world, world.cast.proposal.id) == "Dare to speak louder"
    assert await world.told() == {name: {"goal_reworded": 1} for name in ("elsa", "bo", "mentor")}
    assert await world.events() == ["goal_reworded"]
    assert await world.revision() == 1


async def test_the_same_words_again_tell_nobody(world: World) -> None:
    for _ in range(2):
        assert (await reword(world, "anna", world.cast.proposal.id)).status_code == 303

    assert await world.events() == ["goal_reworded"]


async def test_once_it_is_agreed_only_the_mentor_words_it(world: World) -> None:
    goal = await world.goal(world.cast.anna, "ongoing", title="Agreed")

    assert (await reword(world, "anna", goal)).status_code == 403
    assert await title_of(world, goal) == "Agreed"
    assert (await reword(world, "mentor", goal)).status_code == 303


async def test_others_do_not_put_words_in_the_proposers_mouth(world: World) -> None:
    for who in ("elsa", "bo", "teacher", "principal", "observer"):
        assert (await reword(world, who, world.cast.proposal.id)).status_code == 403
    assert await title_of(world, world.cast.proposal.id) == "Dare to speak"


@pytest.mark.parametrize("phase", ["agreed", "in_use", "evaluated", "archived"])
async def test_the_wording_is_locked_with_the_plan(world: World, phase: str) -> None:
    await world.phase(phase)

    assert (await reword(world, "mentor", world.cast.goal.id)).status_code == 403
    assert await title_of(world, world.cast.goal.id) == "Read every day"


async def test_a_lock_that_comes_between_is_obeyed(world: World) -> None:
    held = world.connection.transaction()
    await held.start()
    await world.rows("SELECT id FROM goal WHERE id = $1 FOR UPDATE", world.cast.goal.id)
    waiting = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
    proposing = asyncio.create_task(world.agree())
    while not await world.value(waiting):
        pass  # the question itself lets the others go on
    late = asyncio.create_task(reword(world, "mentor", world.cast.goal.id))
    while await world.value(waiting) < 2:
        pass
    await held.rollback()

    await proposing
    assert (await late).status_code == 403
    assert await title_of(world, world.cast.goal.id) == "Read every day"


async def test_the_form_holds_what_there_is(world: World) -> None:
    goal = await world.goal(world.cast.anna, "proposed", title='He said "now" & <then>', why="Because")

    page = await world.get(world.cast.anna, f"/goals/{goal}/edit")

    assert page.status_code == 200
    assert 'value="He said &#34;now&#34; &amp; &lt;then&gt;"' in page.text
    assert "Because" in page.text


@pytest.mark.parametrize("wrong", [{"title": ""}, {"due": "soon"}, {"why": "x" * 2001}, {"responsible_id": "nobody"}, {"plan_id": "x"}])
async def test_a_wrong_form_changes_nothing(world: World, wrong: dict[str, str]) -> None:
    assert (await reword(world, "mentor", world.cast.goal.id, **wrong)).status_code == 422
    assert await title_of(world, world.cast.goal.id) == "Read every day"
    assert await world.events() == []


async def test_an_emptied_day_is_no_day(world: World) -> None:
    await reword(world, "mentor", world.cast.goal.id, due="2127-01-01")
    assert (await reword(world, "mentor", world.cast.goal.id, due="", responsible_id="")).status_code == 303

    assert await world.value("SELECT due FROM goal WHERE id = $1", world.cast.goal.id) is None
