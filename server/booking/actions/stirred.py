"""Whose pages of booking show other times now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

_PLANS = text("""
    WITH stirred AS (
        SELECT DISTINCT o.class_id, o.school_id FROM offer s
        JOIN offer o ON o.host_id = s.host_id OR (s.room <> '' AND o.school_id = s.school_id AND lower(o.room) = lower(s.room))
        WHERE s.id = ANY(:offers)
    )
    SELECT p.id FROM plan p JOIN stirred s ON s.class_id = p.class_id AND s.school_id = p.school_id
    WHERE p.phase IN ('draft', 'shared', 'talk')
""")
"""A talk takes its host and its room, and with them perhaps the times of other offers, also in other classes."""


async def stirred_by(session: AsyncSession, offers: Collection[UUID]) -> set[UUID]:
    """Give the plans for whose talks the times of some offers, and of others with the same host or room, may be."""
    if not offers:
        return set()
    rows = await session.exec(_PLANS, params={"offers": list(offers)})  # type: ignore[call-overload]  # SQLModel types no plain SQL
    return {row.id for row in rows}
