"""Changing the steps' last days and whom a round asks, while it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.server.rounds.making import ASKS_ALL, TODAY, day, plan_of, ready, round_begun

if TYPE_CHECKING:
    from tests.server.world import World


async def test_days_and_those_who_are_asked_change_and_every_plan_is_told(world: World) -> None:
    held = await round_begun(world, prepare_school_by=day(5))
    plan = await plan_of(world, world.cast.elsa, held)
    revision = await world.value("SELECT revision FROM plan WHERE id = $1", plan)

    answer = await world.post(world.cast.mentor, f"/rounds/{held}/steps", asks_pupil="true", prepare_school_by=day(9), talk_by=day(20))

    assert answer.headers["location"] == f"/rounds/{held}"
    row = (await world.rows("SELECT * FROM round"))[0]
    assert (str(row["prepare_school_by"]), str(row["talk_by"])) == (day(9), day(20))
    asked = {
        (one["party"], one["asked"]) for one in await world.rows("SELECT party::text, asked FROM preparation WHERE plan_id = $1", plan)
    }
    assert asked == {("pupil", True), ("teachers", False), ("home", False)}
    assert (await world.events())[-4:] == ["steps_dated"] * 3 + ["round_dated"]
    assert await world.value("SELECT revision FROM plan WHERE id = $1", plan) == revision + 1


async def test_what_stands_there_already_tells_nobody(world: World) -> None:
    held = await round_begun(world, prepare_school_by=day(5))
    before = await world.events()

    answer = await world.post(world.cast.mentor, f"/rounds/{held}/steps", **ASKS_ALL, prepare_school_by=day(5))

    assert answer.status_code == 303
    assert await world.events() == before


async def test_a_day_that_has_passed_may_stay_but_not_be_chosen(world: World) -> None:
    held = await round_begun(world, prepare_school_by=day(5))
    await world.rows("UPDATE round SET prepare_school_by = $1", TODAY.replace(year=TODAY.year - 1))
    past = str(TODAY.replace(year=TODAY.year - 1))

    kept = await world.post(world.cast.mentor, f"/rounds/{held}/steps", **ASKS_ALL, prepare_school_by=past, talk_by=day(3))
    chosen = await world.post(world.cast.mentor, f"/rounds/{held}/steps", **ASKS_ALL, prepare_school_by=past, talk_by=day(-3))

    assert kept.status_code == 303
    assert chosen.status_code == 422
    assert "The talk: This day has passed." in chosen.text


async def test_what_is_handed_in_stays_handed_in(world: World) -> None:
    held = await round_begun(world)
    plan = await plan_of(world, world.cast.elsa, held)
    await ready(world, plan, "pupil")

    await world.post(world.cast.mentor, f"/rounds/{held}/steps", asks_home="true")

    row = (await world.rows("SELECT ready, asked FROM preparation WHERE plan_id = $1 AND party = 'pupil'", plan))[0]
    assert row["ready"] is not None
    assert row["asked"] is False
