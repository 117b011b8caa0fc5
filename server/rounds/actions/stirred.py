"""Where something has stirred: the classes, the schools and the organisations that plans and classes are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from server.columns import now

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

_PLACES = text("""
    WITH stirred AS (
        SELECT class_id FROM plan WHERE id = ANY(:plans)
        UNION
        SELECT r.class_id FROM plan p JOIN relation r ON r.person_id = p.pupil_id
        WHERE p.id = ANY(:plans) AND r.kind = 'pupil_in' AND r.since <= :at AND (r.until IS NULL OR r.until > :at)
        UNION
        SELECT unnest(CAST(:classes AS uuid[]))
    )
    SELECT id, school_id, organisation_id FROM class WHERE id IN (SELECT class_id FROM stirred)
""")


async def places_of(session: AsyncSession, plans: Collection[UUID], classes: Collection[UUID]) -> set[UUID]:
    """Give the places in which some plans and classes are: a plan also where its pupil goes by now."""
    values = {"plans": list(plans), "classes": list(classes), "at": now()}
    rows = await session.exec(_PLACES, params=values)  # type: ignore[call-overload]  # SQLModel types no plain SQL
    return {key for row in rows for key in row}
