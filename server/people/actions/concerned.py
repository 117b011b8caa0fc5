"""Whom it concerns that ties have changed lately: what they see may be another now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from server.columns import now

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

_CONCERNED = text("""
    WITH told AS MATERIALIZED (
        SELECT (data->>'person')::uuid AS person, (data->>'pupil')::uuid AS pupil, (data->>'relation')::uuid AS relation
        FROM event WHERE at > :lately AND kind = ANY(:kinds)
    ), touched AS MATERIALIZED (
        SELECT person AS id FROM told WHERE person IS NOT NULL UNION SELECT pupil FROM told WHERE pupil IS NOT NULL
    ), held AS NOT MATERIALIZED (
        SELECT * FROM relation WHERE since <= :at AND (until IS NULL OR until > :lately)
    ), klass AS MATERIALIZED (
        SELECT DISTINCT c.id, c.school_id, c.organisation_id
        FROM touched t JOIN held h ON h.person_id = t.id JOIN class c ON c.id = h.class_id
    ), school AS MATERIALIZED (
        SELECT school_id AS id FROM klass
        UNION SELECT r.school_id FROM told t JOIN relation r ON r.id = t.relation WHERE r.school_id IS NOT NULL
    ), pupil AS MATERIALIZED (
        SELECT id FROM touched
        UNION SELECT h.person_id FROM held h JOIN klass k ON k.id = h.class_id WHERE h.kind = 'pupil_in'
    ), taught AS MATERIALIZED (
        SELECT id FROM class WHERE school_id IN (SELECT id FROM school)
    )
    SELECT id FROM touched WHERE id = ANY(:here)
    UNION
    SELECT h.person_id FROM held h WHERE h.person_id = ANY(:here) AND (
        h.pupil_id IN (SELECT id FROM pupil)
        OR h.class_id IN (SELECT id FROM klass)
        OR h.school_id IN (SELECT id FROM school)
        OR h.organisation_id IN (SELECT organisation_id FROM klass)
        OR (h.kind = 'teacher_in' AND h.class_id IN (SELECT id FROM taught))
        OR (h.kind = 'mentor_of' AND EXISTS (
            SELECT FROM held p JOIN taught ON taught.id = p.class_id WHERE p.person_id = h.pupil_id AND p.kind = 'pupil_in'
        ))
    )
""")
"""Those whose ties they are, and who is tied to them: their homes, their classes with the homes, the staff of their schools."""


async def concerned(session: AsyncSession, here: Iterable[UUID], kinds: Iterable[str], lately: datetime) -> set[UUID]:
    """Give those of some persons whom events of some kinds, since a moment lately, may concern: rather one too many than one too few."""
    values = {"here": list(here), "kinds": list(kinds), "lately": lately, "at": now()}
    rows = await session.exec(_CONCERNED, params=values)  # type: ignore[call-overload]  # SQLModel types no plain SQL
    return {row[0] for row in rows}
