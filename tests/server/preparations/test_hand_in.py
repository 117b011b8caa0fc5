"""Handing in and taking back; no longer waiting, and waiting again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from server.plans.models import Plan
    from tests.server.world import World


async def filled(world: World, plan: Plan) -> UUID:
    """Let Elsa have answered what must be answered; give her preparation."""
    await world.write(await world.text_of(plan, "like"), world.cast.elsa, "Reading")
    await world.post(world.cast.elsa, f"/answers/{await world.answer(plan, 'feel')}", value=3)
    return await world.preparation("pupil", plan)


async def is_open(world: World, preparation: UUID) -> set[bool]:
    """Say whether the texts and answers of a preparation are open."""
    rows = "SELECT open FROM text WHERE preparation_id = $1 UNION SELECT open FROM answer WHERE preparation_id = $1"
    return {row["open"] for row in await world.rows(rows, preparation)}


async def test_a_part_with_empty_questions_is_not_handed_in_and_says_which(world: World) -> None:
    plan = await world.hand_out()
    own = await world.preparation("pupil", plan)
    await world.write(await world.text_of(plan, "like"), world.cast.elsa, "  ")

    refused = await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")

    assert refused.status_code == 422
    assert "Still to be answered: How do you like school?, What goes well?." in refused.text
    assert await is_open(world, own) == {True}
    assert await world.events() == []


async def test_handing_in_closes_the_part_and_tells_the_mentor(world: World) -> None:
    plan = await world.hand_out()
    own = await filled(world, plan)

    assert (await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")).headers["location"] == f"/plans/{plan.id}"

    assert await is_open(world, own) == {False}
    assert await world.told() == {"mentor": {"part_handed_in": 1}}
    for page in (f"/plans/{plan.id}", f"/plans/{plan.id}/prepare"):
        said = (await world.get(world.cast.elsa, page)).text
        assert "Handed in" in said
        assert 'right="write"' not in said
        assert 'type="radio"' not in said


async def test_taking_back_opens_it_again_until_the_home_has_seen_it(world: World) -> None:
    plan = await world.hand_out()
    own = await filled(world, plan)
    await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")

    then = f"/plans/{plan.id}/prepare"
    assert (await world.post(world.cast.elsa, f"/preparations/{own}/taken-back", then=then)).headers["location"] == then

    assert await is_open(world, own) == {True}
    await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")
    await world.phase("shared", plan)
    await world.rows("UPDATE text SET open = false WHERE preparation_id = $1", own)
    assert (await world.post(world.cast.elsa, f"/preparations/{own}/taken-back")).status_code == 403
    assert await world.value("SELECT ready IS NOT NULL FROM preparation WHERE id = $1", own)


async def test_the_mentor_stops_waiting_and_waits_again(world: World) -> None:
    plan = await world.hand_out()
    own = await world.preparation("teachers", plan)

    await world.post(world.cast.mentor, f"/preparations/{own}/closed")

    assert await is_open(world, own) == {False}
    assert (await world.post(world.cast.teacher, f"/preparations/{own}/handed-in")).status_code == 403
    assert "Nobody waits for this any more" in (await world.get(world.cast.teacher, f"/plans/{plan.id}/prepare")).text
    await world.post(world.cast.mentor, f"/preparations/{own}/asked")
    assert await is_open(world, own) == {True}
    assert await world.events() == ["part_closed", "part_asked_again"]


async def test_what_is_handed_in_stays_closed_when_the_plan_is_opened_again(world: World) -> None:
    plan = await world.hand_out("talk")
    own = await world.preparation("pupil", plan)
    await world.rows("UPDATE preparation SET ready = now() WHERE id = $1", own)
    await world.agree(plan=plan)

    await world.post(world.cast.principal, f"/plans/{plan.id}/phase", phase="talk", reason="x")

    assert await is_open(world, own) == {False}
    assert await is_open(world, await world.preparation("teachers", plan)) == {True}


async def test_a_plan_without_a_template_is_handed_in_too_but_not_with_nothing_in_it(world: World) -> None:
    await world.phase("draft")
    own = await world.preparation("pupil")

    refused = await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")
    assert refused.status_code == 422
    assert "Still to be answered: Where am I now?." in refused.text

    await world.write(world.cast.text("self_assessment"), world.cast.elsa, "Here")
    assert (await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")).status_code == 303


async def test_a_home_that_has_nothing_to_write_is_ready_all_the_same(world: World) -> None:
    await world.phase("shared")
    own = await world.preparation("home", household_id=world.cast.annas.id)

    assert (await world.post(world.cast.anna, f"/preparations/{own}/handed-in")).status_code == 303


async def test_goals_that_must_be_set_are_those_the_party_itself_has_proposed(world: World) -> None:
    from tests.forms import form, question, section  # noqa: PLC0415  # this form is for this test alone

    asks = form(section("me", "pupil", "Me", question("aims", "set_goals", "Your goals", required=True), question("x", "text", "Else")))
    plan = await world.hand_out(form=asks)
    own = await world.preparation("pupil", plan)
    await world.goal(world.cast.mentor, "proposed", plan_id=plan.id)
    assert "Your goals" in (await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")).text

    await world.goal(world.cast.elsa, "proposed", plan_id=plan.id)

    assert (await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")).status_code == 303


async def test_every_goal_from_last_time_must_be_followed_up_where_that_is_asked(world: World) -> None:
    from tests.forms import form, question, section  # noqa: PLC0415  # as above

    asks = form(section("me", "pupil", "Me", question("before", "follow_up", "Last time", required=True)))
    plan = await world.hand_out(form=asks)
    own, answer = await world.preparation("pupil", plan), await world.answer(plan, "before")
    second = await world.goal(world.cast.elsa, "done")
    await world.post(world.cast.elsa, f"/answers/{answer}", **{f"goal-{second}": "1"})
    assert (await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")).status_code == 422

    await world.post(world.cast.elsa, f"/answers/{answer}", **{f"goal-{second}": "1", f"goal-{world.cast.goal.id}": "0"})

    assert (await world.post(world.cast.elsa, f"/preparations/{own}/handed-in")).status_code == 303


@pytest.mark.parametrize("times", [5])
async def test_two_of_a_home_who_are_ready_at_once_hand_in_once(world: World, times: int) -> None:
    await world.rows(
        "UPDATE relation SET household_id = $1 WHERE person_id = $2 AND kind = 'guardian_of'", world.cast.annas.id, world.cast.bo.id
    )
    await world.phase("shared")
    own = await world.preparation("home", household_id=world.cast.annas.id)
    both = [world.cast.anna, world.cast.bo]

    answers = await asyncio.gather(*(world.post(both[number % 2], f"/preparations/{own}/handed-in") for number in range(times)))

    await world.rows(
        "UPDATE relation SET household_id = $1 WHERE person_id = $2 AND kind = 'guardian_of'", world.cast.bos.id, world.cast.bo.id
    )
    assert {one.status_code for one in answers} == {303}
    assert await world.events() == ["part_handed_in"]
    assert await world.told() == {"mentor": {"part_handed_in": 1}}


async def test_answers_and_handing_in_at_once_leave_nothing_half_done(world: World) -> None:
    """Whoever answers holds the plan first, as whoever hands in does: neither waits for the other for ever."""
    plan = await world.hand_out()
    own, feel = await filled(world, plan), await world.answer(plan, "feel")

    answers = await asyncio.gather(
        *(world.post(world.cast.elsa, f"/answers/{feel}", value=number % 5) for number in range(10)),
        world.post(world.cast.elsa, f"/preparations/{own}/handed-in"),
        *(world.post(world.cast.elsa, f"/answers/{feel}", value=number % 5) for number in range(10)),
    )

    assert {one.status_code for one in answers} <= {303, 403}
    assert await is_open(world, own) == {False}
    kinds = await world.events()
    assert kinds[-1] == "part_handed_in", "nothing was answered after it was handed in"
