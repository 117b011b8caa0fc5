"""Proposing, wording and moving goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.columns import now
from server.errors import ForbiddenError, WrongFormError, _
from server.events import GoalMoved
from server.goals.actions.telling import staff_only
from server.goals.events import GoalProposed, GoalReworded
from server.goals.models import Goal, Status
from server.goals.policy import sees_goal
from server.people.actions import around
from server.people.policy import standing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan
    from server.work import Work


async def propose(work: Work, plan: Plan, key: UUID, wording: Mapping[str, Any]) -> Goal:
    """Propose a goal. The form chose its id, so sending the form twice proposes once.

    Raises:
        ForbiddenError: the id is somebody else's goal.
    """
    await work.once(key)
    if (there := await work.session.get(Goal, key)) is not None:
        if (there.plan_id, there.proposed_by) != (plan.id, work.actor.id):
            raise ForbiddenError
        return there
    goal = Goal(id=key, plan_id=plan.id, proposed_by=work.actor.id, **wording)
    work.session.add(goal)
    work.tell(GoalProposed(plan=plan.id, goal=goal.id, staff_only=staff_only(plan)))
    return goal


async def reword(work: Work, goal: Goal, wording: Mapping[str, Any]) -> None:
    """Word a goal otherwise."""
    changed = {name: value for name, value in wording.items() if getattr(goal, name) != value}
    if not changed:
        return
    goal.sqlmodel_update({**changed, "changed": now()})
    work.tell(GoalReworded(plan=goal.plan_id, goal=goal.id, staff_only=staff_only(goal.plan)))


async def move(work: Work, goal: Goal, status: Status) -> None:
    """Move a goal to another status, and tell everyone concerned."""
    work.tell(GoalMoved(plan=goal.plan_id, goal=goal.id, old=goal.status, new=status, staff_only=staff_only(goal.plan)))
    goal.status = status
    goal.changed = now()


async def seen(work: Work, plan: Plan) -> list[Goal]:
    """Give the goals of a plan that the actor may see, as they came."""
    who = standing(work.actor, plan)
    rows = await work.session.exec(select(Goal).where(Goal.plan_id == plan.id).order_by(col(Goal.at), col(Goal.id)))
    return [goal for goal in rows.unique() if sees_goal(who, goal)]


async def counts(work: Work, plans: list[Plan]) -> dict[UUID, dict[Status, int]]:
    """Count the goals of each plan by status, of those the actor may see."""
    standings = {plan.id: standing(work.actor, plan) for plan in plans}
    found: dict[UUID, dict[Status, int]] = {plan.id: {} for plan in plans}
    rows = await work.session.exec(select(Goal).where(col(Goal.plan_id).in_(list(standings))))
    for goal in rows.unique():
        if sees_goal(standings[goal.plan_id], goal):
            found[goal.plan_id][goal.status] = found[goal.plan_id].get(goal.status, 0) + 1
    return found


async def must_be_around(session: AsyncSession, plan: Plan, person: UUID) -> None:
    """Hold that somebody is one of those around the pupil.

    Raises:
        WrongFormError: they are not.
    """
    if person not in {one.id for one in await around(session, plan)}:
        raise WrongFormError({"responsible_id": _("This cannot be used here.")})
