"""Holding what is kept of one pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from server.columns import now
from server.retention.events import HoldLifted, HoldPlaced
from server.retention.models import Hold

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person
    from server.work import Work


async def alone_with(session: AsyncSession, pupil: UUID) -> None:
    """Let nobody else hold, lift or dispose of what is kept of a pupil until the commit."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtext(f"hold {pupil}"))))


async def hold_of(session: AsyncSession, pupil: UUID) -> Hold | None:
    """Give the hold that stands, if there is one."""
    return (await session.exec(select(Hold).where(Hold.pupil_id == pupil, col(Hold.lifted).is_(None)))).first()


async def held(session: AsyncSession, pupils: Collection[UUID]) -> set[UUID]:
    """Give those pupils of whom everything is held."""
    return set(await session.exec(select(Hold.pupil_id).where(col(Hold.pupil_id).in_(pupils), col(Hold.lifted).is_(None))))


async def holds_of(session: AsyncSession, pupil: UUID) -> list[Hold]:
    """Give every hold that there was, newest first."""
    return list(await session.exec(select(Hold).where(Hold.pupil_id == pupil).order_by(col(Hold.at).desc())))


async def place(work: Work, pupil: Person, reason: str) -> None:
    """Hold everything of a pupil; what is held already stays held as it is."""
    await alone_with(work.session, pupil.id)
    if await hold_of(work.session, pupil.id) is None:
        one = Hold(pupil_id=pupil.id, placed_by=work.actor.id, reason=reason)
        work.session.add(one)
        work.tell(HoldPlaced(pupil=pupil.id, hold=one.id))


async def lift(work: Work, pupil: Person) -> None:
    """Hold a pupil's documents no longer."""
    await alone_with(work.session, pupil.id)
    if (one := await hold_of(work.session, pupil.id)) is not None:
        one.lifted, one.lifted_by = now(), work.actor.id
        work.tell(HoldLifted(pupil=pupil.id, hold=one.id))
