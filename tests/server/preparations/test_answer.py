"""Answering in another way than in a text: each kind as its question has it; whatever does not fit is refused with a word."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from server.guard import MOST_BODY
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from tests.server.world import World


async def value(world: World, answer: UUID) -> Any:
    found = await world.value("SELECT value FROM answer WHERE id = $1", answer)
    return None if found is None else json.loads(found)


@pytest.mark.parametrize(
    ("question", "sent", "kept", "said"),
    [
        ("feel", {"value": "4"}, 4, "Very good"),
        ("feel", {"value": "0"}, 0, "Very hard"),
        ("learn", {"value-0": "on", "value-2": "on"}, [0, 2], "With a grown-up"),
    ],
)
async def test_an_answer_is_kept_and_read(world: World, question: str, sent: dict[str, str], kept: object, said: str) -> None:
    plan = await world.hand_out()
    answer = await world.answer(plan, question)

    assert (await world.post(world.cast.elsa, f"/answers/{answer}", **sent)).headers["location"] == f"/plans/{plan.id}#answer-{answer}"

    assert await value(world, answer) == kept
    assert await world.events() == ["answered"]
    assert said in (await world.get(world.cast.mentor, f"/answers/{answer}")).text
    assert "checked" in (await world.get(world.cast.elsa, f"/answers/{answer}")).text


async def test_a_teacher_chooses_a_level_and_the_home_sees_it_when_it_is_shown(world: World) -> None:
    plan = await world.hand_out()
    answer = await world.answer(plan, "subject")

    await world.post(world.cast.teacher, f"/answers/{answer}", value=1)

    assert "On the way" in (await world.get(world.cast.principal, f"/plans/{plan.id}")).text
    assert "On the way" not in (await world.get(world.cast.elsa, f"/plans/{plan.id}")).text
    await world.phase("shared", plan)
    assert "On the way" in (await world.get(world.cast.anna, f"/plans/{plan.id}")).text


async def test_goals_from_last_time_are_followed_up(world: World) -> None:
    plan = await world.hand_out()
    answer, goal = await world.answer(plan, "before"), world.cast.goal.id

    await world.post(world.cast.elsa, f"/answers/{answer}", **{f"goal-{goal}": "2"})

    assert await value(world, answer) == {str(goal): 2}
    said = (await world.get(world.cast.mentor, f"/answers/{answer}")).text
    assert "Read every day" in said
    assert "<b>Reached</b>" in said


async def test_nothing_chosen_takes_the_answer_away(world: World) -> None:
    plan = await world.hand_out()
    learn = await world.answer(plan, "learn")
    await world.post(world.cast.elsa, f"/answers/{learn}", **{"value-0": "on"})

    await world.post(world.cast.elsa, f"/answers/{learn}")

    assert await value(world, learn) is None


@pytest.mark.parametrize(
    ("question", "sent"),
    [
        ("feel", {"value": "5"}),
        ("feel", {"value": "-1"}),
        ("feel", {"value": "٣"}),
        ("feel", {"value": "1e0"}),
        ("feel", {"value": "9" * 5000}),
        ("feel", {"value-0": "on"}),
        ("feel", {"value": "1", "extra": "1"}),
        ("learn", {"value": "0"}),
        ("learn", {"value-3": "on"}),
        ("learn", {"value-": "on"}),
        ("learn", {"value-[]": "on"}),
        ("before", {"value": "1"}),
        ("before", {"goal-x": "1"}),
        ("before", {f"goal-{new()}": "1"}),
        ("work", {"value": "1"}),
    ],
)
async def test_what_is_no_answer_to_the_question_is_refused_with_a_word(world: World, question: str, sent: dict[str, str]) -> None:
    plan = await world.hand_out()
    answer = await world.answer(plan, question)

    refused = await world.post(world.cast.elsa, f"/answers/{answer}", **sent)

    assert refused.status_code == 422
    if question != "work":
        assert "This is not an answer to this question." in refused.text
    assert await value(world, answer) is None
    assert await world.events() == []


async def test_another_pupils_goals_and_those_that_were_only_proposed_cannot_be_followed_up(world: World) -> None:
    plan = await world.hand_out()
    omars = await world.goal(world.cast.omar, "ongoing", plan_id=world.cast.omars_plan.id)
    new_goal = await world.goal(world.cast.elsa, "ongoing", plan_id=plan.id)
    answer = await world.answer(plan, "before")

    for goal in (omars, new_goal, world.cast.proposal.id):
        assert (await world.post(world.cast.elsa, f"/answers/{answer}", **{f"goal-{goal}": "1"})).status_code == 422
    assert await value(world, answer) is None


async def test_much_too_much_is_refused(world: World) -> None:
    plan = await world.hand_out()
    answer, elsa = await world.answer(plan, "before"), await world.as_(world.cast.elsa)

    huge = await elsa.post(f"/answers/{answer}", data={"value": "x" * (MOST_BODY + 1)})
    crowd = await elsa.post(f"/answers/{answer}", data={f"goal-{number}": "1" for number in range(1000)})

    assert (huge.status_code, crowd.status_code) == (413, 422)


async def test_the_same_again_changes_nothing_and_tells_nobody(world: World) -> None:
    plan = await world.hand_out()
    answer = await world.answer(plan, "feel")

    for _ in range(3):
        assert (await world.post(world.cast.elsa, f"/answers/{answer}", value=3)).status_code == 303

    assert await world.events() == ["answered"]


async def test_what_is_handed_in_is_not_answered_any_more_and_says_so(world: World) -> None:
    plan = await world.hand_out()
    answer = await world.answer(plan, "feel")
    await world.rows("UPDATE answer SET open = false WHERE plan_id = $1", plan.id)

    refused = await world.post(world.cast.elsa, f"/answers/{answer}", value=3)

    assert refused.status_code == 403
    assert "it is handed in" in refused.text
    assert await value(world, answer) is None


async def test_a_script_gets_the_answer_as_it_is_now_and_others_come_back_to_where_they_were(world: World) -> None:
    plan = await world.hand_out()
    answer = await world.answer(plan, "feel")
    script = await world.as_(world.cast.elsa, live=True)

    drawn = await script.post(f"/answers/{answer}", data={"value": "3", "then": ""})
    back = await world.post(world.cast.elsa, f"/answers/{answer}", value=2, then=f"/plans/{plan.id}/prepare?step=3")
    astray = await world.post(world.cast.elsa, f"/answers/{answer}", value=1, then="https://evil.example/")

    assert 'value="3" checked' in drawn.text
    assert "<html" not in drawn.text
    assert back.headers["location"] == f"/plans/{plan.id}/prepare?step=3"
    assert astray.headers["location"] == "/"


async def test_two_who_answer_at_once_both_get_through_and_the_last_holds(world: World) -> None:
    plan = await world.hand_out()
    calm = await world.answer(plan, "calm")

    answers = await asyncio.gather(
        *(world.post(who, f"/answers/{calm}", value=number % 2) for number, who in enumerate([world.cast.mentor, world.cast.teacher] * 4))
    )

    assert {one.status_code for one in answers} == {303}
    assert await value(world, calm) in {0, 1}


async def test_an_answer_whose_question_is_gone_is_no_fault(world: World) -> None:
    plan = await world.hand_out()
    answer = await world.answer(plan, "feel")
    await world.rows("UPDATE answer SET question = 'gone' WHERE id = $1", answer)

    assert (await world.post(world.cast.elsa, f"/answers/{answer}", value=3)).status_code == 422
    assert (await world.get(world.cast.elsa, f"/answers/{answer}")).status_code == 422
    for who in (world.cast.elsa, world.cast.mentor):
        assert (await world.get(who, f"/plans/{plan.id}")).status_code == 200


async def test_an_answer_beyond_the_choices_of_a_newer_form_is_no_fault(world: World) -> None:
    plan = await world.hand_out("talk")
    for question, kept in (("calm", "9"), ("subject", "9"), ("learn", "[0, 9]")):
        await world.rows("UPDATE answer SET value = $3 WHERE plan_id = $1 AND question = $2", plan.id, question, kept)

    for who in (world.cast.elsa, world.cast.mentor, world.cast.teacher):
        assert (await world.get(who, f"/plans/{plan.id}")).status_code == 200
    await world.agree(plan=plan)
