"""Settling the unread that can no longer be opened, for many people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.notices.models import Notice
from server.people.actions import actors_of
from server.people.models import Person
from server.plans.models import Plan
from server.plans.policy import may_see

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession


async def settle(session: AsyncSession, people: Collection[UUID]) -> None:
    """Mark read what is unread of these people, or about them, where whoever has it may no longer see the plan: no badge counts it."""
    rows = await session.exec(
        select(Notice, Plan, Person)
        .join(Plan, col(Plan.id) == Notice.plan_id)
        .join(Person, col(Person.id) == Notice.person_id)
        .where(col(Notice.read).is_(None), col(Notice.person_id).in_(people) | col(Plan.pupil_id).in_(people))
    )
    unread = rows.all()
    actors = await actors_of(session, [person for _notice, _plan, person in unread])
    for notice, plan, _person in unread:
        if not may_see(actors[notice.person_id], plan):
            notice.read, notice.due = now(), None
