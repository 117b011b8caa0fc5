"""A school's list of criteria, and tying goals to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import any_, delete, literal
from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError
from server.goals.actions.telling import staff_only
from server.goals.events import GoalReworded
from server.goals.models import Criterion, Goal, GoalCriterion
from server.schools.models import Class

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

MOST_SHOWN = 200
_ORDER = (col(Criterion.subject), col(Criterion.position), col(Criterion.id))


async def list_of(session: AsyncSession, school: UUID) -> list[Criterion]:
    """Give a school's list as it is now."""
    wanted = select(Criterion).where(Criterion.school_id == school, col(Criterion.left).is_(None)).order_by(*_ORDER)
    return list((await session.exec(wanted)).unique())


async def subjects_of(session: AsyncSession, school: UUID) -> list[str]:
    """Give the subjects that a school's list has criteria for."""
    wanted = select(Criterion.subject).where(Criterion.school_id == school, col(Criterion.left).is_(None)).distinct()
    return sorted(await session.exec(wanted))


async def tied(session: AsyncSession, goals: Collection[Goal]) -> dict[UUID, list[Criterion]]:
    """Give the criteria that goals are tied to, also those that have left the list since."""
    rows = await session.exec(
        select(GoalCriterion.goal_id, Criterion)
        .join(Criterion, col(Criterion.id) == GoalCriterion.criterion_id)
        .where(col(GoalCriterion.goal_id).in_([goal.id for goal in goals]))
        .order_by(*_ORDER)
    )
    found: dict[UUID, list[Criterion]] = {goal.id: [] for goal in goals}
    for goal, criterion in rows.unique():  # type: ignore[attr-defined]  # two columns are typed as plain rows
        found[goal].append(criterion)
    return found


async def offered(session: AsyncSession, goal: Goal, subject: str, words: str, *, all_years: bool) -> list[Criterion]:
    """Give what a goal can be tied to: of its school's list, for the pupil's year unless all are wanted, with some words in it."""
    klass = await session.get_one(Class, goal.plan.class_id)
    wanted = select(Criterion).where(Criterion.school_id == goal.plan.school_id, col(Criterion.left).is_(None))
    if subject:
        wanted = wanted.where(Criterion.subject == subject)
    if not all_years and klass.year:
        wanted = wanted.where((col(Criterion.years) == []) | (literal(klass.year) == any_(col(Criterion.years))))
    for word in words.split():
        wanted = wanted.where(col(Criterion.text).icontains(word, autoescape=True))
    return list((await session.exec(wanted.order_by(*_ORDER).limit(MOST_SHOWN))).unique())


async def tie(work: Work, goal: Goal, chosen: Collection[UUID], among: Collection[UUID]) -> None:
    """Tie a goal to those chosen among the criteria that were shown; its ties to others stay. The goal must be held.

    Raises:
        WrongFormError: one is not of the school's list.
    """
    before = {one.id for one in (await tied(work.session, [goal]))[goal.id]}
    after = (before - set(among)) | set(chosen)
    if after == before:
        return
    known = select(Criterion.id).where(col(Criterion.id).in_(after - before), Criterion.school_id == goal.plan.school_id)
    if set(await work.session.exec(known.where(col(Criterion.left).is_(None)))) != after - before:
        raise WrongFormError
    ties = delete(GoalCriterion).where(col(GoalCriterion.goal_id) == goal.id, col(GoalCriterion.criterion_id).in_(before - after))
    await work.session.exec(ties)
    work.session.add_all(GoalCriterion(goal_id=goal.id, criterion_id=one) for one in after - before)
    goal.changed = now()
    work.tell(GoalReworded(plan=goal.plan_id, goal=goal.id, staff_only=staff_only(goal.plan)))


async def tie_as(session: AsyncSession, goal: Goal, school: UUID, origin: Goal) -> None:
    """Tie a goal that is taken over to what its origin is tied to, as far as that is still on the list of the goal's school."""
    for one in (await tied(session, [origin]))[origin.id]:
        if one.left is None and one.school_id == school:
            session.add(GoalCriterion(goal_id=goal.id, criterion_id=one.id))
