"""Looking back on a plan: asked, answered, closed, and what becomes of the goals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from server.goals.models import Status
from server.people.actions import act_as
from server.rounds.actions.counting import counts_in
from server.rounds.actions.overview import rows_of
from server.rounds.models import Step, StepState
from server.work import Work

if TYPE_CHECKING:
    import httpx

    from server.plans.models import Plan
    from tests.server.world import World


@pytest_asyncio.fixture(loop_scope="session")
async def asked(world: World) -> World:
    """Let all be asked to look back on Elsa's plan."""
    await world.phase("in_use")
    assert (await world.post(world.cast.mentor, f"{world.home}/evaluation/asked")).status_code == 303
    await world.rows("DELETE FROM notice")
    return world


async def answer(world: World, who: str, face: int = 3, words: str = "", **more: object) -> httpx.Response:
    """Look back as somebody, with a face for the goal, too."""
    cast = world.cast
    home = {"anna": cast.annas.id, "bo": cast.bos.id}.get(who)
    looker = {"elsa": "pupil", "mentor": "mentor"}.get(who, "home")
    form = {"looker": looker, **({"household": home} if home else {}), "face": face, "words": words}
    return await world.post(getattr(cast, who), f"{world.home}/evaluation", **{**form, f"goal:{cast.goal.id}:face": 2, **more})


async def phase_of(world: World, plan: Plan | None = None) -> str:
    return str(await world.value("SELECT phase FROM plan WHERE id = $1", (plan or world.cast.plan).id))


async def test_pupil_homes_and_mentor_are_asked_once(world: World) -> None:
    await world.phase("in_use")

    for _ in range(2):
        assert (await world.post(world.cast.mentor, f"{world.home}/evaluation/asked")).status_code == 303

    assert await world.value("SELECT count(*) FROM evaluation") == 4
    assert await world.events() == ["evaluation_begun"]
    assert await world.told() == {name: {"evaluation_begun": 1} for name in ("elsa", "anna", "bo")}
    for name in ("elsa", "anna", "mentor"):
        start = (await world.get(getattr(world.cast, name), "/")).text
        assert f'href="{world.home}/evaluation"' in start, f"{name} is asked on the start page"


async def test_when_the_last_has_answered_the_plan_is_evaluated_and_nobody_knows_who_was_last(asked: World) -> None:
    for who in ("elsa", "anna", "mentor"):
        assert (await answer(asked, who)).status_code == 303
        assert await phase_of(asked) == "in_use"

    assert (await answer(asked, "bo")).status_code == 303

    assert await phase_of(asked) == "evaluated"
    assert await asked.value("SELECT actor_id FROM event WHERE kind = 'plan_moved'") is None
    assert "Evaluated" in (await asked.get(asked.cast.anna, asked.home)).text
    assert (await answer(asked, "elsa", words="Too late")).status_code == 403


async def test_one_home_reads_nothing_of_the_other_and_hears_nothing(asked: World) -> None:
    await answer(asked, "anna", words="She reads to her brother")

    for who, reads in (("anna", True), ("elsa", True), ("mentor", True), ("principal", True), ("bo", False), ("teacher", False)):
        page = (await asked.get(getattr(asked.cast, who), f"{asked.home}/evaluation")).text
        assert ("She reads to her brother" in page) is reads, who
    assert set(await asked.told()) == {"elsa", "mentor"}
    assert "Anna Berg" not in (await asked.get(asked.cast.bo, f"{asked.home}/evaluation")).text
    log = (await asked.get(asked.cast.bo, f"/pupils/{asked.cast.elsa.id}/access-log")).text
    assert "Looked back on" not in log
    assert "Looked back on the plan" in (await asked.get(asked.cast.elsa, f"/pupils/{asked.cast.elsa.id}/access-log")).text


async def test_the_other_home_reads_where_the_material_opens_it(asked: World) -> None:
    await asked.rows("UPDATE evaluation SET reads = '{pupil,other_home}'")
    await answer(asked, "anna", words="She reads to her brother")

    assert "She reads to her brother" in (await asked.get(asked.cast.bo, f"{asked.home}/evaluation")).text


async def test_an_answer_sent_again_takes_the_place_of_the_first_and_the_same_tells_nobody_twice(asked: World) -> None:
    await answer(asked, "elsa", words="Well")
    await answer(asked, "elsa", words="Well")
    assert (await asked.events()).count("evaluation_given") == 1
    await answer(asked, "elsa", words="Very well")

    assert await asked.value("SELECT words FROM evaluation WHERE looker = 'pupil'") == "Very well"
    assert (await asked.told())["mentor"] == {"goal_evaluated": 1}


@pytest.mark.parametrize(
    "wrong", [{"face": 5}, {"face": ""}, {"face": "x"}, {"words": "x" * 2001}, {"looker": "teacher"}, {"goal:x:face": 1}, {"more": 1}]
)
async def test_a_wrong_answer_changes_nothing(asked: World, wrong: dict[str, object]) -> None:
    assert (await answer(asked, "elsa", **wrong)).status_code == 422  # type: ignore[arg-type]
    assert await asked.value("SELECT count(*) FROM evaluation WHERE given IS NOT NULL") == 0


async def test_nobody_answers_for_others_nor_about_others_goals(asked: World) -> None:
    cast = asked.cast
    assert (await answer(asked, "anna", household=cast.bos.id)).status_code == 403
    assert (await answer(asked, "anna", looker="pupil")).status_code == 403
    assert (await answer(asked, "teacher")).status_code == 403
    foreign = await asked.goal(cast.omar, plan_id=cast.omars_plan.id)
    assert (await answer(asked, "elsa", **{f"goal:{foreign}:face": 1})).status_code == 303  # type: ignore[arg-type]
    assert await asked.value("SELECT count(*) FROM goal_evaluation WHERE goal_id = $1", foreign) == 0


async def test_the_mentor_waits_no_longer_and_takes_back_only_what_nobody_has_answered(asked: World) -> None:
    mentor = asked.cast.mentor
    assert (await asked.post(mentor, f"{asked.home}/evaluation/taken-back")).status_code == 303
    assert await asked.value("SELECT count(*) FROM evaluation") == 0
    await asked.post(mentor, f"{asked.home}/evaluation/closed")
    assert await phase_of(asked) == "in_use", "nobody was asked"
    await asked.post(mentor, f"{asked.home}/evaluation/asked")
    await answer(asked, "elsa")
    assert (await asked.post(mentor, f"{asked.home}/evaluation/taken-back")).status_code == 422

    assert (await asked.post(mentor, f"{asked.home}/evaluation/closed")).status_code == 303

    assert await phase_of(asked) == "evaluated"
    assert (await asked.post(mentor, f"{asked.home}/phase", phase="in_use", reason="Bo comes home on Friday")).status_code == 303
    assert (await answer(asked, "bo")).status_code == 303, "taken back, it can be answered again"


async def test_a_goal_goes_on_in_the_next_plan_with_its_origin(asked: World) -> None:
    cast = asked.cast
    following = await asked.hand_out("shared")

    for _ in range(2):
        assert (await asked.post(cast.mentor, f"/goals/{cast.goal.id}/outcome", outcome="carried_over")).status_code == 303

    rows = await asked.rows("SELECT id, status, title FROM goal WHERE plan_id = $1 AND origin_id = $2", following.id, cast.goal.id)
    assert [(row["status"], row["title"]) for row in rows] == [("proposed", "Read every day")]
    page = (await asked.get(cast.elsa, f"/goals/{rows[0]['id']}")).text
    assert f'href="/goals/{cast.goal.id}"' in page, "its page leads back"
    assert f'href="/goals/{rows[0]["id"]}"' in (await asked.get(cast.elsa, f"/goals/{cast.goal.id}")).text, "and the old one's on"


@pytest.mark.parametrize("outcome", ["fulfilled", "cancelled", "carried_over"])
async def test_what_becomes_of_a_goal_is_taken_back_also_once_the_plan_is_evaluated(asked: World, outcome: str) -> None:
    cast = asked.cast
    goal = await asked.goal(cast.elsa, Status.done)
    await asked.post(cast.mentor, f"/goals/{goal}/outcome", outcome=outcome)
    await asked.post(cast.mentor, f"{asked.home}/evaluation/closed")
    assert "Undo" in (await asked.get(cast.mentor, f"{asked.home}/evaluation")).text

    assert (await asked.post(cast.mentor, f"/goals/{goal}/outcome", outcome="ongoing")).status_code == 303

    assert await asked.value("SELECT status FROM goal WHERE id = $1", goal) == "ongoing"


async def test_a_goal_that_has_gone_on_is_not_taken_back_before_it_is_cancelled_there(asked: World) -> None:
    cast, address = asked.cast, f"/goals/{asked.cast.goal.id}/outcome"
    following = await asked.hand_out("shared")
    await asked.post(cast.mentor, address, outcome="carried_over")

    refused = await asked.post(cast.mentor, address, outcome="ongoing")

    assert refused.status_code == 422
    assert "The goal stands in the next plan by now." in refused.text
    await asked.rows("UPDATE goal SET status = 'cancelled' WHERE plan_id = $1", following.id)
    assert (await asked.post(cast.mentor, address, outcome="ongoing")).status_code == 303


async def test_what_was_carried_over_comes_into_a_plan_that_is_handed_out_later(asked: World) -> None:
    cast = asked.cast
    await asked.post(cast.mentor, f"/goals/{cast.goal.id}/outcome", outcome="carried_over")
    await asked.post(cast.mentor, f"{asked.home}/evaluation/closed")
    following = await asked.hand_out("draft")
    await asked.prepared(following)

    assert (await asked.post(cast.mentor, f"/plans/{following.id}/phase", phase="shared")).status_code == 303
    assert (await asked.post(cast.mentor, f"/plans/{following.id}/phase", phase="talk")).status_code == 303

    assert await asked.value("SELECT count(*) FROM goal WHERE plan_id = $1 AND origin_id = $2", following.id, cast.goal.id) == 1


async def test_the_plan_is_archived_when_the_next_is_agreed_and_cannot_change_any_more(asked: World) -> None:
    cast = asked.cast
    await asked.post(cast.mentor, f"{asked.home}/evaluation/closed")
    following = await asked.hand_out("talk")

    await asked.agree(plan=following)

    assert await phase_of(asked) == "archived"
    assert "The plan is archived" in (await asked.get(cast.anna, "/notices")).text
    goal, mentor = f"/goals/{cast.goal.id}", cast.mentor
    for address, form in (
        (f"{goal}/outcome", {"outcome": "fulfilled"}),
        (f"{goal}/status", {"status": "done"}),
        (f"{goal}/criteria", {}),
        (goal, {"title": "x"}),
        (f"{asked.home}/evaluation", {"looker": "mentor", "face": 1}),
        (f"{asked.home}/evaluation/asked", {}),
        (f"{asked.home}/evaluation/closed", {}),
        (f"{asked.home}/evaluation/taken-back", {}),
        (f"{asked.home}/phase", {"phase": "in_use", "reason": "x"}),
    ):
        assert (await asked.post(mentor, address, **form)).status_code == 403, address


@pytest.mark.parametrize("answered", [(), ("elsa",), ("anna", "mentor"), ("elsa", "mentor", "anna")])
async def test_the_counts_of_a_school_say_what_its_rows_say(asked: World, answered: tuple[str, ...]) -> None:
    for who in answered:
        await answer(asked, who)
    async with asked.visits.database.session() as session:
        work = Work(session, await act_as(session, asked.cast.principal))
        (rows,) = await rows_of(work, [asked.cast.klass])
        counted = (await counts_in(session, work.actor, [asked.cast.school.id]))[asked.cast.school.id][asked.cast.klass.id]

    assert counted.steps == {step: Counter(one.state for row in rows.rows for one in row.stairs if one.step is step) for step in Step}
    assert counted.steps[Step.evaluate][StepState.in_progress if answered else StepState.waiting] == 1


async def test_a_home_that_comes_after_all_were_asked_answers_too(asked: World) -> None:
    await asked.rows("DELETE FROM evaluation WHERE household_id = $1", asked.cast.bos.id)

    assert (await answer(asked, "bo", words="Here now")).status_code == 303
    assert "Here now" in (await asked.get(asked.cast.bo, f"{asked.home}/evaluation")).text
