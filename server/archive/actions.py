"""Gathering a pupil's plans over the years, as far as somebody may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import col, select

from server.archive.line import ENDS, line_of
from server.audit.models import Event
from server.columns import now
from server.errors import UnknownError
from server.events import GoalMoved, PlanMoved
from server.goals.actions import origins
from server.goals.models import Goal
from server.goals.policy import may_see as may_see_goal
from server.people.actions import local_day
from server.plans.actions import plans_seen
from server.plans.models import Phase, Plan, Version
from server.schools.models import Class, School

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.archive.line import Line
    from server.schools.models import Term
    from server.work import Work


@dataclass
class OldPlan:
    """One plan: its term, class and school, its locked versions, its goals, and when it was archived."""

    plan: Plan
    term: Term | None
    klass: Class
    school: School
    archived: datetime | None = None
    versions: list[tuple[int, datetime]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)


@dataclass(frozen=True)
class Years:
    """A pupil's plans, newest first; where goals are from; and their line."""

    plans: list[OldPlan]
    line: Line
    origins: dict[UUID, tuple[Plan, Term | None]]
    ended: dict[UUID, date]


async def years_of(work: Work, pupil: UUID) -> Years:
    """Give a pupil's plans over the years.

    Raises:
        UnknownError: somebody may see none of them, or there is none.
    """
    seen = await plans_seen(work, pupil)
    if not seen:
        raise UnknownError
    plans = await _plans(work.session, [plan for plan, _ in seen])
    found = [OldPlan(plan, term, *plans[plan.id]) for plan, term in seen]
    by_plan = {one.plan.id: one for one in found}
    await _fill(work, by_plan)
    goals = [goal for one in found for goal in one.goals]
    ended = await _ended(work.session, goals, by_plan)
    return Years(found, line_of(goals, ended, local_day(now())), await origins(work.session, goals), ended)


async def _plans(session: AsyncSession, plans: list[Plan]) -> dict[UUID, tuple[Class, School]]:
    """Give the class and the school of each plan."""
    rows = await session.exec(
        select(Plan.id, Class, School)
        .join(Class, col(Class.id) == Plan.class_id)
        .join(School, col(School.id) == Plan.school_id)
        .where(col(Plan.id).in_([one.id for one in plans]))
    )
    return {key: (klass, school) for key, klass, school in rows}


async def _fill(work: Work, plans: dict[UUID, OldPlan]) -> None:
    """Add what is locked of each plan, the goals that may be seen, and when it was archived."""
    session = work.session
    for key, number, at in await session.exec(
        select(Version.plan_id, Version.number, Version.at).where(col(Version.plan_id).in_(plans)).order_by(col(Version.number))
    ):
        plans[key].versions.append((number, at))
    goals = await session.exec(select(Goal).where(col(Goal.plan_id).in_(plans)).order_by(col(Goal.at), col(Goal.id)))
    for goal in goals.unique():
        if may_see_goal(work.actor, goal):
            plans[goal.plan_id].goals.append(goal)
    moved = select(Event).where(col(Event.plan_id).in_(plans), Event.kind == PlanMoved.kind()).order_by(col(Event.id))
    for event in await session.exec(moved):
        if event.plan_id and event.data["new"] == Phase.archived:
            plans[event.plan_id].archived = event.at


async def _ended(session: AsyncSession, goals: list[Goal], plans: dict[UUID, OldPlan]) -> dict[UUID, date]:
    """Say when goals ended: as they were moved to their end, else with their plan."""
    rows = await session.exec(select(Event).where(col(Event.plan_id).in_(plans), Event.kind == GoalMoved.kind()).order_by(col(Event.id)))
    moved = {UUID(str(event.data["goal"])): event.at for event in rows if event.data["new"] in ENDS}
    found = {}
    for goal in goals:
        old = plans[goal.plan_id]
        if goal.status in ENDS:
            found[goal.id] = local_day(moved.get(goal.id, goal.changed))
        elif old.plan.phase is Phase.archived:
            found[goal.id] = local_day(old.archived or _next_begun(old, plans) or old.plan.locked or goal.changed)
    return found


def _next_begun(old: OldPlan, plans: dict[UUID, OldPlan]) -> datetime | None:
    """Say when the plan after one began."""
    return min((one.plan.begun for one in plans.values() if one.plan.begun > old.plan.begun), default=None)
