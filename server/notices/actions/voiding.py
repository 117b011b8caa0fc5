"""Taking back the unread notices of what is there no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, update
from sqlmodel import col

from server.notices.models import Notice

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.events import Happening


async def void(session: AsyncSession, happening: Happening) -> list[UUID]:
    """Let unread notices no longer count what an event has made void; one that counts nothing else goes, and with it its pushes.

    A mail that was to tell of nothing else does not leave. Gives whose notices changed.
    """
    if happening.voids is None:
        return []
    kind, name = happening.voids
    gone: UUID = getattr(happening, name)
    counts = [col(Notice.kind) == kind, col(Notice.read).is_(None), col(Notice.counted).contains([gone])]
    if happening.plan is not None:
        counts.append(col(Notice.plan_id) == happening.plan)
    left = func.array_remove(Notice.counted, gone)
    removed = await session.exec(delete(Notice).where(*counts, func.cardinality(left) == 0).returning(col(Notice.person_id)))
    fewer = update(Notice).where(*counts).values(counted=left, count=func.cardinality(left)).returning(col(Notice.person_id))
    return [*removed.scalars(), *(await session.exec(fewer)).scalars()]
