from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from server.goals.models import Status

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from tests.server.world import World


async def move(world: World, who: str, goal: UUID, status: str) -> httpx.Response:
    return await world.post(getattr(world.cast, who), f"/goals/{goal}/status", status=status)


async def status_of(world: World, goal: UUID) -> str:
    return str(await world.value("SELECT status FROM goal WHERE id = $1", goal))


async def test_a_pupil_ticks_a_goal_off_and_everyone_concerned_hears_it(world: World) -> None:
    answer = await move(world, "elsa", world.cast.goal.id, "done")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{world.home}#goals"
    assert await status_of(world, world.cast.goal.id) == "done"
    assert await world.told() == {name: {"goal_moved": 1} for name in ("anna", "bo", "mentor")}
    assert await world.events() == ["goal_moved"]
    assert await world.revision() == 1
    assert "Mark as done" not in (await world.get(world.cast.anna, world.home)).text


async def test_the_same_status_twice_tells_nobody_twice(world: World) -> None:
    for _ in range(2):
        assert (await move(world, "elsa", world.cast.goal.id, "done")).status_code == 303

    assert await world.events() == ["goal_moved"]
    assert await world.revision() == 1
    assert (await world.told())["anna"] == {"goal_moved": 1}


async def test_the_same_status_twice_at_once_tells_once(world: World) -> None:
    await asyncio.gather(*(move(world, "elsa", world.cast.goal.id, "done") for _ in range(4)))

    assert await world.events() == ["goal_moved"]


async def test_whoever_is_responsible_hears_it_too(world: World) -> None:
    goal = await world.goal(world.cast.elsa, responsible_id=world.cast.teacher.id)

    await move(world, "mentor", goal, "done")

    assert await world.hearers() == {"elsa", "anna", "bo", "teacher"}


async def test_a_mentor_walks_a_goal_through_all_its_states(world: World) -> None:
    goal = await world.goal(world.cast.elsa, "proposed")

    for status in ("ongoing", "done", "fulfilled", "ongoing", "carried_over", "ongoing", "cancelled", "proposed", "cancelled", "ongoing"):
        assert (await move(world, "mentor", goal, status)).status_code == 303
        assert await status_of(world, goal) == status


@pytest.mark.parametrize(
    ("status", "to"),
    [
        ("proposed", "done"),
        ("proposed", "fulfilled"),
        ("proposed", "carried_over"),
        ("ongoing", "proposed"),
        ("ongoing", "fulfilled"),
        ("done", "cancelled"),
        ("fulfilled", "cancelled"),
        ("cancelled", "fulfilled"),
        ("carried_over", "done"),
    ],
)
async def test_a_step_that_makes_no_sense_is_refused(world: World, status: str, to: str) -> None:
    goal = await world.goal(world.cast.elsa, status)

    assert (await move(world, "mentor", goal, to)).status_code == 403
    assert await status_of(world, goal) == status
    assert await world.events() == []


async def test_the_pupil_may_take_done_back_and_nothing_else(world: World) -> None:
    goal = await world.goal(world.cast.elsa, "done")

    assert (await move(world, "elsa", goal, "fulfilled")).status_code == 403
    assert (await move(world, "elsa", goal, "carried_over")).status_code == 403
    assert (await move(world, "elsa", goal, "ongoing")).status_code == 303


async def test_a_cancelled_goal_leaves_the_homes_list_and_stays_in_the_staffs(world: World) -> None:
    await move(world, "mentor", world.cast.goal.id, "cancelled")

    for person in (world.cast.elsa, world.cast.anna):
        assert "Read every day" not in (await world.get(person, world.home)).text
    assert "Read every day" in (await world.get(world.cast.teacher, world.home)).text
    assert await world.hearers() == set()


@pytest.mark.parametrize("phase", ["evaluated", "archived"])
async def test_nothing_moves_once_the_plan_is_over(world: World, phase: str) -> None:
    await world.phase(phase)

    for who in ("mentor", "elsa"):
        assert (await move(world, who, world.cast.goal.id, "done")).status_code == 403
    assert await status_of(world, world.cast.goal.id) == "ongoing"


@pytest.mark.parametrize("phase", ["agreed", "in_use"])
async def test_goals_live_on_while_the_wording_is_locked(world: World, phase: str) -> None:
    await world.phase(phase)

    assert (await move(world, "elsa", world.cast.goal.id, "done")).status_code == 303


@pytest.mark.parametrize("wrong", [{}, {"status": ""}, {"status": "finished"}, {"status": "done", "who": "me"}])
async def test_a_wrong_form_changes_nothing(world: World, wrong: dict[str, str]) -> None:
    answer = await world.post(world.cast.mentor, f"/goals/{world.cast.goal.id}/status", **wrong)

    assert answer.status_code == 422
    assert await status_of(world, world.cast.goal.id) == "ongoing"


async def test_a_script_gets_the_list_with_the_new_status(world: World) -> None:
    browser = await world.as_(world.cast.mentor, live=True)

    answer = await browser.post(f"/goals/{world.cast.goal.id}/status", data={"status": "done"})

    assert f'class="goal {Status.done}" id="goal-{world.cast.goal.id}"' in answer.text


async def test_a_stranger_is_not_told_that_the_goal_exists(world: World) -> None:
    theirs = await move(world, "stranger", world.cast.goal.id, "done")
    none = await move(world, "stranger", world.cast.elsa.id, "done")

    assert (theirs.status_code, none.status_code) == (404, 404)
    assert theirs.text == none.text.replace(str(world.cast.elsa.id), str(world.cast.goal.id))
