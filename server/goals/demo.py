"""Lets goals of a demo school be followed: a plan in use with check-ins, one goal due soon and one overdue, one that all look back on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select, update

from server.audit.models import Event
from server.columns import now
from server.goals.actions.reading import read
from server.goals.models import CheckIn, Criterion, Evaluation, Goal, GoalCriterion, GoalEvaluation, Looker, Status
from server.people.actions import local_day
from server.people.actions.households import households_of
from server.people.models import Relation, RelationKind
from server.plans.actions.locking import canonical, digest
from server.plans.actions.record import record
from server.plans.models import Plan, Version
from server.preparations.models import Answer
from server.texts.models import Text

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

LIST = Path(__file__).with_name("demo_criteria.csv")
IN_USE, LOOKED_BACK_ON = 4, 5
"""The pupils of each class, counted from none, whose plans are in use; on the second all look back."""
SOON, OVER = timedelta(days=3), timedelta(days=-4)
SAID = ((2, "Det är svårt att komma ihåg."), (3, ""), (4, "Det gick bra i dag!"))
GLAD = 3


async def keep_list(session: AsyncSession, school: UUID) -> None:
    """Give a school its list of criteria."""
    lines = read(LIST.read_bytes()).lines
    session.add_all(Criterion(school_id=school, position=place, **line) for place, line in enumerate(lines))
    await session.flush()


async def follow(session: AsyncSession, plan: Plan, place: int) -> None:
    """Lock a plan, put it to use and follow its goals."""
    mentor = await _mentor(session, plan)
    goals = list((await session.exec(select(Goal).where(Goal.plan_id == plan.id).order_by(col(Goal.at), col(Goal.id)))).unique())
    for goal, days, status in zip(goals, (SOON, OVER, None), (Status.ongoing, Status.ongoing, Status.done), strict=False):
        goal.status, goal.due = status, local_day(now()) + days if days else None
        await _check_in(session, plan, goal, mentor)
    await _tie(session, plan, goals)
    for part in (Text, Answer):
        await session.exec(update(part).where(col(part.plan_id) == plan.id).values(open=False))
    plan.locked = now() - timedelta(days=60)
    await session.flush()
    body = canonical({**await record(session, plan), "number": 1})
    session.add(Version(plan_id=plan.id, number=1, locked_by=mentor, body=body, sha256=digest(body), at=plan.locked))
    if place == LOOKED_BACK_ON:
        await _look_back(session, plan, goals)


async def _mentor(session: AsyncSession, plan: Plan) -> UUID:
    """Give the pupil's mentor, or where there is none the pupil."""
    found = select(Relation.person_id).where(Relation.kind == RelationKind.mentor_of, Relation.pupil_id == plan.pupil_id)
    return (await session.exec(found)).first() or plan.pupil_id


async def _check_in(session: AsyncSession, plan: Plan, goal: Goal, mentor: UUID) -> None:
    """Let a pupil have checked in on a goal now and then, and let the log say what became of it."""
    for number, (face, words) in enumerate(SAID):
        at = now() - timedelta(days=30 - 10 * number)
        session.add(CheckIn(goal_id=goal.id, person_id=plan.pupil_id, face=face, words=words, at=at))
    _tell(session, plan, "goal_proposed", 70, {"goal": str(goal.id)}, goal.proposed_by)
    _tell(session, plan, "goal_moved", 60, {"goal": str(goal.id), "old": "proposed", "new": "ongoing"}, mentor)
    if goal.status is Status.done:
        _tell(session, plan, "goal_moved", 2, {"goal": str(goal.id), "old": "ongoing", "new": "done"}, plan.pupil_id)


def _tell(session: AsyncSession, plan: Plan, kind: str, days: int, data: dict[str, Any], by: UUID) -> None:
    """Write what somebody did some days ago into the log."""
    at, kept = now() - timedelta(days=days), {**data, "staff_only": False, "text": None, "hearers": []}
    session.add(Event(kind=kind, at=at, organisation_id=plan.organisation_id, actor_id=by, plan_id=plan.id, revision=0, data=kept))


async def _tie(session: AsyncSession, plan: Plan, goals: list[Goal]) -> None:
    """Tie the first goal to the criterion on tables, where the list has it."""
    wanted = select(Criterion.id).where(Criterion.school_id == plan.school_id, Criterion.source_id == "ma-3")
    if (found := (await session.exec(wanted)).first()) is not None and goals:
        session.add(GoalCriterion(goal_id=goals[0].id, criterion_id=found))


async def _look_back(session: AsyncSession, plan: Plan, goals: list[Goal]) -> None:
    """Ask all to look back on a plan, and let the pupil have done so."""
    homes = (await households_of(session, [plan.pupil_id]))[plan.pupil_id]
    own = Evaluation(
        plan_id=plan.id,
        looker=Looker.pupil,
        face=GLAD,
        words="Jag har blivit säkrare.",
        given=now() - timedelta(days=1),
        by_id=plan.pupil_id,
    )
    session.add(own)
    session.add_all(Evaluation(plan_id=plan.id, looker=Looker.home, household_id=home, reads=["pupil"]) for home in homes)
    session.add(Evaluation(plan_id=plan.id, looker=Looker.mentor))
    await session.flush()
    session.add_all(GoalEvaluation(evaluation_id=own.id, goal_id=goal.id, face=GLAD) for goal in goals[:2])
