"""Looking back on a plan and its goals: asked of pupil, homes and mentor, given by each, over when nobody is waited for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.events import PlanMoved
from server.goals.actions.looking import evaluations_of, goals_to_look_at, missing, said_of_goals
from server.goals.events import EvaluationBegun, EvaluationGiven, EvaluationTakenBack, GoalEvaluated
from server.goals.models import Evaluation, GoalEvaluation, Looker
from server.people.actions.households import households_of
from server.plans.models import Phase, Plan
from server.preparations.models import Answer
from server.texts.models import From, Reader, Text, TextKind
from server.texts.policy import opens

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

_BY_SETTING = (Reader.pupil, Reader.other_home, Reader.teachers)


@dataclass(frozen=True)
class Back:
    """What somebody says when looking back: of the plan as a whole, and of goals, each a face and some words."""

    face: int
    words: str = ""
    goals: Mapping[UUID, tuple[int | None, str]] = field(default_factory=dict)


async def begin_evaluation(work: Work, plan: Plan) -> None:
    """Ask pupil, homes and mentor to look back; asking twice asks once. The plan must be held."""
    if await evaluations_of(work.session, plan.id):
        return
    reads = await _read_at_home(work.session, plan)
    homes = (await households_of(work.session, [plan.pupil_id]))[plan.pupil_id]
    work.session.add_all(
        [
            Evaluation(plan_id=plan.id, looker=Looker.pupil),
            *(Evaluation(plan_id=plan.id, looker=Looker.home, household_id=home, reads=reads) for home in homes),
            Evaluation(plan_id=plan.id, looker=Looker.mentor),
        ]
    )
    work.tell(EvaluationBegun(plan=plan.id))


async def _read_at_home(session: AsyncSession, plan: Plan) -> list[str]:
    """Say who beside the home and those who follow the pupil reads what a home says: whoever reads any of its preparation."""
    texts = await session.exec(select(Text).where(Text.plan_id == plan.id, Text.kind == TextKind.home_preparation))
    answers = await session.exec(select(Answer).where(Answer.plan_id == plan.id, Answer.kind == TextKind.home_preparation))
    parts: list[Text | Answer] = [*texts.unique(), *answers.unique()]
    found = {reader for reader in _BY_SETTING for one in parts if opens(one, reader) is not From.never}
    return sorted(found if parts else {Reader.pupil})


async def take_evaluation_back(work: Work, plan: Plan) -> None:
    """Ask nobody to look back any more. The plan must be held.

    Raises:
        WrongFormError: somebody has answered.
    """
    found = await evaluations_of(work.session, plan.id)
    if any(one.given for one in found):
        raise WrongFormError({"evaluation": _("Somebody has answered by now, so it can no longer be taken back.")})
    if found:
        await work.session.exec(delete(Evaluation).where(col(Evaluation.plan_id) == plan.id))
        work.tell(EvaluationTakenBack(plan=plan.id))


async def evaluate(work: Work, plan: Plan, looker: Looker, household: UUID | None, back: Back) -> None:
    """Keep what somebody says looking back, in the place of what the same party said before. The plan must be held.

    Raises:
        WrongFormError: nobody is asked to look back on this plan.
    """
    session, there = work.session, await evaluations_of(work.session, plan.id)
    if not there:
        raise WrongFormError({"face": _("Nobody is asked to look back on this plan now.")})
    one = next((each for each in there if (each.looker, each.household_id) == (looker, household)), None)
    if one is None:  # a home that has come since
        one = Evaluation(plan_id=plan.id, looker=looker, household_id=household, reads=await _read_at_home(session, plan))
        session.add(one)
        await session.flush()
    changed = await _say_of_goals(session, one, back, {goal.id for goal in await goals_to_look_at(session, plan.id)})
    if not changed and one.given and (one.face, one.words) == (back.face, back.words):
        return
    one.face, one.words, one.given, one.by_id = back.face, back.words, now(), work.actor.id
    work.tell(EvaluationGiven(plan=plan.id, evaluation=one.id, household=household))
    for goal in changed:
        work.tell(GoalEvaluated(plan=plan.id, goal=goal, evaluation=one.id, household=household))
    await session.flush()
    if not await missing(session, [plan.id]):
        finish(work, plan, by_all=True)


async def _say_of_goals(session: AsyncSession, one: Evaluation, back: Back, known: Collection[UUID]) -> list[UUID]:
    """Keep what is said of goals; give those of which something else is said than before."""
    before = {goal: said for (_, goal), said in (await said_of_goals(session, [one])).items()}
    changed = []
    for goal, (face, words) in back.goals.items():
        said = before.get(goal)
        if goal not in known or (face, words) == ((said.face, said.words) if said else (None, "")):
            continue
        changed.append(goal)
        if said is None:
            session.add(GoalEvaluation(evaluation_id=one.id, goal_id=goal, face=face, words=words))
        else:
            said.face, said.words = face, words
    return changed


def finish(work: Work, plan: Plan, *, by_all: bool = False) -> None:
    """Say that a plan is evaluated: all have looked back, or nobody is waited for any more. The plan must be held."""
    if plan.phase is Phase.in_use:
        plan.phase = Phase.evaluated
        work.tell(PlanMoved(plan=plan.id, old=Phase.in_use, new=Phase.evaluated, by_all=by_all))
