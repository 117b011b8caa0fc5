"""What is asked of somebody about goals, and about looking back on a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from server.errors import _
from server.goals.actions.looking import looks_back
from server.goals.actions.settling import unsettled
from server.goals.models import Goal, Status
from server.goals.policy import CLOSED
from server.people.policy import Role, standing
from server.plans.actions.task import Task
from server.plans.models import Phase, Plan
from server.plans.policy import has_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor


async def looks_asked(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> list[Task]:
    """Ask somebody to look back on plans, also on one after which the next has begun; and the mentor what becomes of the goals then."""
    back = await looks_back(session, actor, {plan.pupil_id for plan in plans})
    pupils = {plan.pupil_id for plan in plans if standing(actor, plan).is_any(Role.mentor)}
    mine = (await session.exec(select(Plan).where(col(Plan.pupil_id).in_(pupils), Plan.phase == Phase.evaluated))).all()
    left = await unsettled(session, [plan.id for plan in mine])
    return [
        *(_task(plan, _("Look back on the plan"), _("Look back")) for plan in back),
        *(_task(plan, _("Say what becomes of the goals"), _("Look")) for plan in mine if plan.id in left and not has_left(plan)),
    ]


def _task(plan: Plan, title: str, act: str) -> Task:
    """Make a task on the page of looking back."""
    return Task(title, act, f"/plans/{plan.id}/evaluation", (plan.pupil_id,), plan.class_id)


@dataclass(frozen=True)
class Waiting:
    """So many goals of a plan wait for the mentor's word."""

    plan: Plan
    status: Status
    count: int


async def waiting_goals(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> list[Waiting]:
    """Give the mentor what waits for a word: proposals to agree on, unless an agreement is proposed already, and done goals to confirm."""
    run = {plan.id: plan for plan in plans if plan.phase not in CLOSED and standing(actor, plan).is_any(Role.mentor)}
    rows = await session.exec(
        select(col(Goal.plan_id), col(Goal.status), func.count())
        .join(Plan, col(Plan.id) == Goal.plan_id)
        .where(col(Goal.plan_id).in_(list(run)))
        .where((col(Goal.status) == Status.done) | ((col(Goal.status) == Status.proposed) & col(Plan.proposed).is_(None)))
        .group_by(col(Goal.plan_id), col(Goal.status))
        .order_by(col(Goal.status).desc(), col(Goal.plan_id))
    )
    return [Waiting(run[key], status, count) for key, status, count in rows]


def by_status(waiting: Waiting) -> tuple[object, ...]:
    """Goals of a class that wait for the same word are one task."""
    return (waiting.plan.class_id, waiting.status)


_GOALS = {Status.proposed: _("Agree on proposed goals"), Status.done: _("Confirm goals that are done")}


def about_goals(found: list[Waiting]) -> Task:
    """Make one task of the goals of one or several pupils."""
    plans = [one.plan for one in found]
    several = "/goals" if found[0].status is Status.done else f"/classes/{plans[0].class_id}"
    address = f"/plans/{plans[0].id}#goals" if len(plans) == 1 else several
    count = found[0].count if len(plans) == 1 else len(plans)
    return Task(_GOALS[found[0].status], _("Look"), address, tuple(plan.pupil_id for plan in plans), plans[0].class_id, count=count)
