"""From which goals of earlier plans goals come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.goals.models import Goal
from server.goals.policy import may_see
from server.plans.models import Plan
from server.schools.models import Term

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

MOST_BACK = 40
"""So many terms no pupil goes to school."""


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


async def line_of(work: Work, goal: Goal) -> list[tuple[Goal, Term | None]]:
    """Give the goals that one goes back to and those that go back to it, oldest first, as far as the reader may see them."""
    found = [goal]
    while found[0].origin_id is not None and len(found) < MOST_BACK:
        found.insert(0, await work.session.get_one(Goal, found[0].origin_id))
    while len(found) < MOST_BACK and (later := await _next(work.session, found[-1])) is not None:
        found.append(later)
    terms = await work.session.exec(select(Term).where(col(Term.id).in_({one.plan.term_id for one in found})))
    by_id = {term.id: term for term in terms}
    return [(one, by_id.get(one.plan.term_id) if one.plan.term_id else None) for one in found if may_see(work.actor, one)]


async def _next(session: AsyncSession, goal: Goal) -> Goal | None:
    """Give the goal that was taken over from one."""
    rows = await session.exec(select(Goal).where(Goal.origin_id == goal.id).order_by(col(Goal.at), col(Goal.id)).limit(1))
    return rows.unique().first()
