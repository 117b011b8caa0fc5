"""Reading the log of a pupil: who read or changed what, from the event rows and from the strokes that are not folded yet.

A teacher is tied to the class and not to each pupil: what began or ended while the pupil was in the class is read from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from server.audit.models import OF_NO_PUPIL

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

LOOKS = ("plan_opened", "version_opened", "handed_over_opened", "pupil_opened", "protected_seen", "export_asked", "export_fetched")
"""Kinds that say that somebody read; what one person reads of a thing within an hour is one line."""
_WITHIN_AN_HOUR = (*LOOKS, "text_written", "answered")
A_PAGE = 50


@dataclass(frozen=True)
class Logged:
    """One line of the log: what somebody did from when until when, and how often."""

    kind: str
    actor_id: UUID | None
    first: datetime
    last: datetime
    times: int
    data: dict[str, Any]


_ROWS = f"""
    SELECT id::text AS id, at, kind, actor_id, plan_id, data - 'hearers' AS data FROM event
    WHERE pupil_id = :pupil OR plan_id IN (SELECT id FROM plan WHERE pupil_id = :pupil)
    UNION ALL
    SELECT u.text_id::text, u.at, 'text_written', u.person_id, t.plan_id, jsonb_build_object('text', t.id)
    FROM text_update u JOIN text t ON t.id = u.text_id JOIN plan p ON p.id = t.plan_id WHERE p.pupil_id = :pupil
    UNION ALL
    SELECT DISTINCT ON (e.id) e.id::text, e.at, e.kind, e.actor_id, NULL::uuid, e.data - 'hearers'
    FROM relation p JOIN relation r ON r.class_id = p.class_id AND r.kind = 'teacher_in'
    JOIN (SELECT * FROM event WHERE {OF_NO_PUPIL}) e ON e.data->>'relation' = r.id::text
    WHERE p.person_id = :pupil AND p.kind = 'pupil_in' AND p.since <= e.at AND (p.until IS NULL OR p.until > e.at)
"""  # noqa: S608  # nothing from outside is in it
_LOG = text(f"""
    WITH one AS ({_ROWS})
    SELECT kind, actor_id, min(at), max(at) AS last, count(*), (array_agg(data ORDER BY at DESC))[1]
    FROM one
    WHERE (CAST(:person AS uuid) IS NULL OR actor_id = :person) AND (:about = '' OR (kind = ANY(:looks)) = (:about = 'looks'))
    GROUP BY kind, actor_id, plan_id, CASE
        WHEN kind = ANY(:hourly) THEN date_trunc('hour', at)::text
            || coalesce(data->>'text', data->>'preparation', data->>'answer', data->>'where', data->>'number', '')
        ELSE id END
    ORDER BY last DESC, kind LIMIT :most OFFSET :skip
""")  # noqa: S608  # nothing from outside is in it
_WHO = text(f"WITH one AS ({_ROWS}) SELECT DISTINCT actor_id FROM one WHERE actor_id IS NOT NULL")  # noqa: S608  # as above


async def log_of(session: AsyncSession, pupil: UUID, *, person: UUID | None, about: str, page: int) -> tuple[list[Logged], bool]:
    """Give a page of a pupil's log, newest first, and whether there is more; `about` is `looks`, `changes` or all."""
    values = {
        "pupil": pupil,
        "person": person,
        "about": about,
        "looks": list(LOOKS),
        "hourly": list(_WITHIN_AN_HOUR),
        "most": A_PAGE + 1,
        "skip": (page - 1) * A_PAGE,
    }
    rows = await session.exec(_LOG, params=values)  # type: ignore[call-overload]  # SQLModel types no plain SQL
    found = [Logged(*row) for row in rows]
    return found[:A_PAGE], len(found) > A_PAGE


async def who_is_logged(session: AsyncSession, pupil: UUID) -> list[UUID]:
    """Give everyone who stands in a pupil's log."""
    rows = await session.exec(_WHO, params={"pupil": pupil})  # type: ignore[call-overload]  # as above
    return [row[0] for row in rows]
