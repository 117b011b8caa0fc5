"""Counting a person's notices, listing them, and marking them read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, update
from sqlmodel import col, select

from server.columns import now
from server.events import NoticesRead
from server.notices.models import Notice

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work


async def unread(session: AsyncSession, person: UUID) -> int:
    """Count a person's unread notices: the number on the badge."""
    return sum((await unread_in(session, person)).values())


async def unread_in(session: AsyncSession, person: UUID) -> dict[UUID, int]:
    """Count a person's unread notices plan by plan."""
    counted = await session.exec(
        select(Notice.plan_id, func.count())
        .where(Notice.person_id == person, col(Notice.read).is_(None), col(Notice.shown))
        .group_by(col(Notice.plan_id))
    )
    return dict(counted.all())


async def listed(session: AsyncSession, person: UUID, most: int = 50) -> list[Notice]:
    """Give a person's notices, unread first, then the newest."""
    wanted = (
        select(Notice)
        .where(Notice.person_id == person, col(Notice.shown))
        .order_by(col(Notice.read).is_not(None), col(Notice.at).desc())
        .limit(most)
    )
    return list(await session.exec(wanted))


async def read(work: Work, *which: UUID) -> None:
    """Mark a person's own notices read, everywhere: those given, or all."""
    marked = update(Notice).where(col(Notice.person_id) == work.actor.id, col(Notice.read).is_(None))
    if which:
        marked = marked.where(col(Notice.id).in_(which))
    done = await work.session.exec(marked.values(read=now()).returning(col(Notice.id)))
    if done.all():
        work.tell(NoticesRead(person=work.actor.id))
