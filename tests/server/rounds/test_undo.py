"""Taking a whole round back, until somebody has written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from server.comments.models import Thread
from server.goals.models import Goal
from server.plans.models import Version
from tests.server.rounds.making import plan_of, ready, round_begun

if TYPE_CHECKING:
    from uuid import UUID

    from tests.server.world import World


async def test_one_act_takes_everything_back_and_the_log_keeps_what_was(world: World) -> None:
    cast, held = world.cast, await round_begun(world)
    plan = await plan_of(world, cast.elsa, held)

    answer = await world.post(cast.principal, f"/rounds/{held}/undone")

    said = (await world.get(cast.principal, answer.headers["location"])).text
    assert re.search(r'role="status">.*The round is taken back\.', said)
    for left in (
        "SELECT FROM round",
        "SELECT FROM plan WHERE round_id IS NOT NULL",
        "SELECT FROM text WHERE question <> ''",
        "SELECT FROM answer",
        "SELECT FROM preparation p WHERE NOT EXISTS (SELECT FROM plan WHERE id = p.plan_id)",
    ):
        assert await world.rows(left) == []
    assert await world.told() == {}
    logged = await world.rows("SELECT kind, plan_id, pupil_id FROM event WHERE pupil_id = $1 ORDER BY id", cast.elsa.id)
    assert [(row["kind"], row["plan_id"]) for row in logged] == [("material_handed_out", None), ("material_taken_back", None)]
    log = (await world.get(cast.elsa, f"/pupils/{cast.elsa.id}/access-log")).text
    assert "Handed out the material" in log
    assert "Took the material back" in log
    assert (await world.get(cast.mentor, f"/plans/{plan}")).status_code == 404
    assert await world.value("SELECT count(*) FROM event WHERE kind = 'round_undone'") == 1


async def test_after_that_the_class_has_its_round_again(world: World) -> None:
    held = await round_begun(world)
    await world.post(world.cast.mentor, f"/rounds/{held}/undone")

    assert "Begin the round</button>" in (await world.get(world.cast.mentor, f"/classes/{world.cast.klass.id}/round")).text
    assert (await world.post(world.cast.mentor, f"/rounds/{held}/undone")).status_code == 404


async def write(world: World, what: str, plan: UUID) -> None:
    """Let somebody do something in a plan."""
    cast = world.cast
    match what:
        case "a word":
            await world.rows("UPDATE text SET seq = 1 WHERE plan_id = $1 AND kind = 'self_assessment'", plan)
        case "an answer":
            await world.rows("UPDATE answer SET value = '2' WHERE plan_id = $1 AND kind = 'self_assessment'", plan)
        case "a goal":
            await world.add(Goal(plan_id=plan, proposed_by=cast.elsa.id, title="Swim"))
        case "a thread":
            await world.add(Thread(plan_id=plan, begun_by=cast.teacher.id))
        case "handing in":
            await ready(world, plan, "pupil")
        case "a version":
            await world.add(Version(plan_id=plan, number=1, locked_by=cast.mentor.id, body=b"{}", sha256="x"))


@pytest.mark.parametrize("what", ["a word", "an answer", "a goal", "a thread", "handing in", "a version"])
async def test_once_somebody_has_written_it_is_refused_and_said_in_whose_plan(world: World, what: str) -> None:
    held = await round_begun(world)
    await write(world, what, await plan_of(world, world.cast.elsa, held))

    page = (await world.get(world.cast.mentor, f"/rounds/{held}")).text
    answer = await world.post(world.cast.mentor, f"/rounds/{held}/undone")

    assert "In 1 plan something is written by now" in page
    assert "Elsa Berg" in page
    assert "Take it back now" not in page
    assert answer.status_code == 422
    assert "Somebody has written by now" in answer.text
    assert await world.value("SELECT count(*) FROM plan WHERE round_id = $1", held) == 3


async def test_a_protected_pupil_is_counted_but_not_named(world: World) -> None:
    held = await round_begun(world)
    await write(world, "a word", await plan_of(world, world.cast.hidden, held))

    principal = world.cast.principal
    assert "In 1 plan something is written by now" in (page := (await world.get(principal, f"/rounds/{held}")).text)
    assert "Hanna" not in page
    assert "Hanna Skyddad" in (await world.get(world.cast.mentor, f"/rounds/{held}")).text
