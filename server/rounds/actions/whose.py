"""Which plan of each pupil of a class counts: that of the round that counts there, or of its term; without a round the newest."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import text

from server.columns import now
from server.rounds.actions.present import HELD, asked

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.actions.present import OfTerm

WHOSE = """
    member AS (
        SELECT r.class_id, r.person_id, c.school_id FROM relation r JOIN class c ON c.id = r.class_id
        WHERE r.kind = 'pupil_in' AND r.since <= :at AND (r.until IS NULL OR r.until > :at) AND c.kind = 'homeroom'
            AND (c.id = ANY(:classes) OR c.school_id = ANY(:schools)) AND NOT r.person_id = ANY(:hidden)
    ), whose AS (
        SELECT DISTINCT ON (m.class_id, m.person_id)
            m.class_id, m.school_id, m.person_id, p.id AS plan_id, p.phase, p.proposed, h.id AS round_id
        FROM member m
        LEFT JOIN held h ON h.class_id = m.class_id
        LEFT JOIN plan p ON p.pupil_id = m.person_id AND p.school_id = m.school_id AND (
            p.round_id = h.id
            OR (p.term_id IS NOT DISTINCT FROM h.term_id AND h.id IS NOT NULL AND (h.term_id IS NOT NULL OR p.phase <> 'archived'))
            OR (h.id IS NULL AND p.phase <> 'archived' AND NOT :one_term)
        )
        ORDER BY m.class_id, m.person_id, (p.round_id = h.id) DESC NULLS LAST, p.begun DESC
    )
"""
"""The pupils of classes, or of schools' homerooms, each with the plan that counts; `hidden` are left out."""
_PLANS = text(f"WITH {HELD}, {WHOSE} SELECT class_id, person_id, plan_id FROM whose")  # noqa: S608  # nothing from outside is in it


def values(
    *, classes: Collection[UUID] = (), schools: Collection[UUID] = (), hidden: Collection[UUID] = (), of: OfTerm | None = None
) -> dict[str, object]:
    """Give what the question asks about."""
    return asked(classes=classes, schools=schools, of=of) | {"at": now(), "hidden": list(hidden)}


async def plans_in(
    session: AsyncSession, classes: Collection[UUID], hidden: Collection[UUID], of: OfTerm | None = None
) -> dict[UUID, dict[UUID, UUID | None]]:
    """Give for each class its pupils, each with the id of the plan that counts, if there is one."""
    found: dict[UUID, dict[UUID, UUID | None]] = defaultdict(dict)
    rows = await session.exec(_PLANS, params=values(classes=classes, hidden=hidden, of=of))  # type: ignore[call-overload]  # SQLModel types no plain SQL
    for klass, pupil, plan in rows:
        found[klass][pupil] = plan
    return found
