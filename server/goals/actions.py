"""Proposing, wording and moving goals; checking in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.columns import now
from server.errors import ForbiddenError, WrongFormError, _
from server.events import GoalCheckedIn, GoalMoved, GoalProposed, GoalReworded
from server.goals.models import CheckIn, Goal, Status
from server.goals.policy import sees_goal
from server.people.actions import around
from server.people.policy import standing
from server.plans.models import Phase, Plan
from server.plans.policy import reached
from server.schools.models import Term

_TAKEN_OVER = ("title", "why", "school_does", "pupil_does", "home_does", "subject", "criteria")

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

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
    work.tell(GoalProposed(plan=plan.id, goal=goal.id, staff_only=_staff_only(plan)))
    return goal


async def take_over(work: Work, plan: Plan, key: UUID, origin: Goal) -> Goal:
    """Propose a goal of an earlier plan in this one, with its wording and where it is from; whoever comes second finds it there.

    Its last day is over or soon will be, and it is not evaluated yet: neither goes with it.
    """
    await work.once(origin.id)
    rows = await work.session.exec(select(Goal).where(Goal.plan_id == plan.id, Goal.origin_id == origin.id))
    if (there := rows.unique().first()) is not None:
        return there
    return await propose(work, plan, key, {"origin_id": origin.id, **{name: getattr(origin, name) for name in _TAKEN_OVER}})


async def origins(session: AsyncSession, goals: list[Goal]) -> dict[UUID, tuple[Plan, Term | None]]:
    """Give the plan, with its term, from which goals were taken over."""
    first = {goal.origin_id: goal.id for goal in goals if goal.origin_id is not None}
    rows = await session.exec(
        select(Goal.id, Plan, Term)
        .join(Plan, col(Plan.id) == Goal.plan_id)
        .join(Term, col(Term.id) == Plan.term_id, isouter=True)
        .where(col(Goal.id).in_(list(first)))
    )
    return {first[origin]: (plan, term) for origin, plan, term in rows}


async def reword(work: Work, goal: Goal, wording: Mapping[str, Any]) -> None:
    """Word a goal otherwise."""
    changed = {name: value for name, value in wording.items() if getattr(goal, name) != value}
    if not changed:
        return
    goal.sqlmodel_update({**changed, "changed": now()})
    work.tell(GoalReworded(plan=goal.plan_id, goal=goal.id, staff_only=_staff_only(goal.plan)))


async def move(work: Work, goal: Goal, status: Status) -> None:
    """Move a goal to another status, and tell everyone concerned."""
    work.tell(GoalMoved(plan=goal.plan_id, goal=goal.id, old=goal.status, new=status, staff_only=_staff_only(goal.plan)))
    goal.status = status
    goal.changed = now()


async def check_in(work: Work, goal: Goal, key: UUID, words: str) -> None:
    """Write how a goal is going; the form chose the id, so sending it twice writes once.

    Raises:
        ForbiddenError: the id is somebody else's check-in.
    """
    await work.once(key)
    if (there := await work.session.get(CheckIn, key)) is not None:
        if (there.goal_id, there.person_id) != (goal.id, work.actor.id):
            raise ForbiddenError
        return
    work.session.add(CheckIn(id=key, goal_id=goal.id, person_id=work.actor.id, words=words))
    work.tell(GoalCheckedIn(plan=goal.plan_id, goal=goal.id, check_in=key, staff_only=_staff_only(goal.plan)))


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


async def check_ins(session: AsyncSession, goals: list[Goal]) -> dict[UUID, list[CheckIn]]:
    """Give the check-ins of goals, oldest first."""
    rows = await session.exec(select(CheckIn).where(col(CheckIn.goal_id).in_([goal.id for goal in goals])).order_by(col(CheckIn.at)))
    found: dict[UUID, list[CheckIn]] = {goal.id: [] for goal in goals}
    for row in rows:
        found[row.goal_id].append(row)
    return found


async def must_be_around(session: AsyncSession, plan: Plan, person: UUID) -> None:
    """Hold that somebody is one of those around the pupil.

    Raises:
        WrongFormError: they are not.
    """
    if person not in {one.id for one in await around(session, plan)}:
        raise WrongFormError({"responsible_id": _("This cannot be used here.")})


def _staff_only(plan: Plan) -> bool:
    """Whether what happens to goals is the school's own still; the pupil's page sees it with the showing."""
    return not reached(plan, Phase.shared)
