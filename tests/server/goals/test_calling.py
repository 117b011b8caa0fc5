"""Goals whose last day is near or over are called to mind, once for each day."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from server.columns import now
from server.goals.actions.calling import call_to_mind
from server.people.actions import local_day

if TYPE_CHECKING:
    from server.work import News
    from tests.server.world import World

EVERYBODY = ("elsa", "anna", "bo", "mentor")


async def look(world: World) -> list[News]:
    """Look for goals, as each process does."""
    heard: list[News] = []
    await call_to_mind(world.visits.database, 7, heard.extend)
    return heard


async def due_in(world: World, days: int) -> None:
    """Give Elsa's goal a last day."""
    await world.rows("UPDATE goal SET due = $1 WHERE id = $2", local_day(now()) + timedelta(days=days), world.cast.goal.id)


async def in_use(world: World, days: int) -> None:
    """Put Elsa's plan to use, with a goal that is due in some days."""
    await world.phase("in_use")
    await due_in(world, days)


async def test_a_goal_is_called_to_mind_seven_days_before_and_once_whoever_looks(world: World) -> None:
    await in_use(world, 8)
    assert await look(world) == [], "eight days ahead it is too early"

    await due_in(world, 7)
    heard = await asyncio.gather(*(look(world) for _ in range(5)))

    assert sum(len(one) for one in heard) == 1
    assert await look(world) == [], "nor after a restart"
    assert await world.told() == {name: {"goal_due_soon": 1} for name in EVERYBODY}
    assert await world.value("SELECT actor_id FROM event WHERE kind = 'goal_due_soon'") is None


async def test_an_overdue_goal_is_told_of_once_more_and_whoever_is_responsible_hears_it(world: World) -> None:
    await in_use(world, 0)
    await world.rows("UPDATE goal SET responsible_id = $1 WHERE id = $2", world.cast.teacher.id, world.cast.goal.id)
    assert [one.kind for one in await look(world)] == ["goal_due_soon"], "on the last day itself it is not late"

    await due_in(world, -1)
    assert [one.kind for one in await look(world)] == ["goal_overdue"]
    assert await look(world) == []
    assert (await world.told())["teacher"] == {"goal_due_soon": 1, "goal_overdue": 1}


async def test_a_moved_day_is_followed(world: World) -> None:
    await in_use(world, 3)
    await look(world)

    await due_in(world, 30)
    assert await look(world) == []
    await due_in(world, 5)
    assert [one.kind for one in await look(world)] == ["goal_due_soon"]
    await due_in(world, 3)
    assert await look(world) == [], "it was told for that day already"


@pytest.mark.parametrize("phase", ["draft", "talk", "agreed", "evaluated", "archived"])
async def test_a_plan_that_is_not_in_use_calls_nothing_to_mind(world: World, phase: str) -> None:
    await in_use(world, -1)
    await world.phase(phase)

    assert await look(world) == []


@pytest.mark.parametrize("status", ["proposed", "done", "fulfilled", "cancelled", "carried_over"])
async def test_a_goal_that_nobody_works_on_is_not_called_to_mind(world: World, status: str) -> None:
    await in_use(world, -1)
    await world.rows("UPDATE goal SET status = $1::status WHERE id = $2", status, world.cast.goal.id)

    assert await look(world) == []


async def test_nobody_is_told_of_a_pupil_who_has_left_the_school(world: World) -> None:
    await in_use(world, -1)
    await world.rows("UPDATE relation SET until = now() WHERE kind = 'pupil_in' AND person_id = $1", world.cast.elsa.id)

    assert await look(world) == []
    assert await world.told() == {}
