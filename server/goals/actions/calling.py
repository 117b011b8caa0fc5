"""Calling goals to mind whose last day is near or over: once for each day, whichever process looks, also after a restart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.columns import now
from server.goals.events import GoalDueSoon, GoalOverdue
from server.goals.models import Called, Goal, GoalCall, Status
from server.people.actions import local_day
from server.people.policy import nobody
from server.plans.models import Phase, Plan
from server.plans.policy import has_left
from server.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.db import Database
    from server.work import News

AT_A_TIME = 50
_EVENT: dict[Called, type[GoalDueSoon | GoalOverdue]] = {Called.soon: GoalDueSoon, Called.over: GoalOverdue}


async def call_to_mind(database: Database, days_before: int, announce: Callable[[list[News]], None]) -> None:
    """Tell of every goal whose last day is so near, or over, some at a time."""
    for why in Called:
        while (told := await _call(database, why, days_before)) is not None:
            announce(told)


async def _call(database: Database, why: Called, days_before: int) -> list[News] | None:
    """Tell of some goals of one organisation, none when there are no more; those that another process holds are passed over."""
    async with database.session() as session:
        due = await _due(session, why, days_before)
        if not due:
            return None
        organisation = due[0].plan.organisation_id
        work = Work(session, nobody(organisation), by_itself=True)
        for goal in due:
            if goal.plan.organisation_id == organisation and await _mark(session, goal, why) and not has_left(goal.plan):
                work.tell(_EVENT[why](plan=goal.plan_id, goal=goal.id, due=goal.due))
        return await work.commit()


async def _due(session: AsyncSession, why: Called, days_before: int) -> list[Goal]:
    """Give goals that are worked on in plans in use, whose last day has come near or is over, and that were not called to mind for it.

    Goal and plan are held without waiting for anybody, so that what was looked for still holds when it is told.
    """
    called = exists().where(col(GoalCall.goal_id) == Goal.id, col(GoalCall.due) == Goal.due, col(GoalCall.why) == why)
    wanted = (
        select(Goal)
        .join(Plan, col(Plan.id) == Goal.plan_id)
        .where(Goal.status == Status.ongoing, Plan.phase == Phase.in_use, _is_time(why, days_before), ~called)
    )
    held = wanted.order_by(col(Goal.due), col(Goal.id)).limit(AT_A_TIME).with_for_update(of=(Goal, Plan), skip_locked=True, key_share=True)
    return list((await session.exec(held)).unique())


def _is_time(why: Called, days_before: int) -> ColumnElement[bool]:
    """Hold for goals whose last day is near, the day itself included, or over."""
    today = local_day(now())
    if why is Called.over:
        return col(Goal.due) < today
    return col(Goal.due).between(today, today + timedelta(days=days_before))


async def _mark(session: AsyncSession, goal: Goal, why: Called) -> bool:
    """Note that a goal is called to mind; the table itself holds that it is so once."""
    made = insert(GoalCall).values(goal_id=goal.id, due=goal.due, why=why, at=now()).on_conflict_do_nothing()
    return (await session.exec(made.returning(col(GoalCall.goal_id)))).first() is not None
