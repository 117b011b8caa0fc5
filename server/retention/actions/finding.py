"""What is due: of which pupil, which kind, under which plan. What is held is never due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text, union_all
from sqlmodel import col

from server.audit.models import Event
from server.people.actions.age import after
from server.people.models import Picture
from server.plans.models import Plan
from server.retention.actions.parts import parts_of
from server.retention.models import After, DocumentKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.retention.actions.rules import Rule

FACTS = ("documents_disposed", "hold_placed", "hold_lifted")
"""What stays of what is gone, also when the log goes."""


@dataclass(frozen=True)
class Due:
    """Documents of one kind whose time is over: how many, of whom, under which plan or none."""

    kind: DocumentKind
    pupil: UUID
    plan: UUID | None
    count: int


@dataclass(frozen=True)
class Reach:
    """Where is looked: in an organisation, in one school of it, at one pupil."""

    organisation: UUID
    school: UUID | None = None
    pupil: UUID | None = None


@dataclass(frozen=True)
class _Moments:
    """A plan with the moments from which its times are counted; one that has not come is none."""

    plan: UUID
    pupil: UUID
    phase: str
    since: dict[After, datetime | None]


_PLANS = text("""
    SELECT p.id, p.pupil_id, p.phase::text,
        coalesce(
            (SELECT max(y.last_day) FROM term t JOIN school_year y
             ON y.organisation_id = t.organisation_id AND t.first_day BETWEEN y.first_day AND y.last_day WHERE t.id = p.term_id),
            (SELECT t.last_day FROM term t WHERE t.id = p.term_id),
            make_date(extract(year FROM p.begun + interval '6 months')::int, 6, 30)
        ) AS year_ends,
        CASE WHEN p.phase = 'archived' THEN coalesce(
            (SELECT max(e.at) FROM event e WHERE e.plan_id = p.id AND e.kind IN ('plan_moved', 'plan_archived')
             AND coalesce(e.data ->> 'new', 'archived') = 'archived'), p.locked, p.begun) END AS archived,
        (SELECT CASE WHEN bool_and(r.until IS NOT NULL) THEN max(r.until) END FROM relation r
         WHERE r.person_id = p.pupil_id AND r.kind = 'pupil_in') AS left_at
    FROM plan p
    WHERE p.organisation_id = :organisation AND (CAST(:school AS uuid) IS NULL OR p.school_id = :school)
        AND (CAST(:pupil AS uuid) IS NULL OR p.pupil_id = :pupil)
        AND NOT EXISTS (SELECT FROM hold h WHERE h.pupil_id = p.pupil_id AND h.lifted IS NULL)
    ORDER BY p.id
""")
"""Without a term a school year ends with June."""
_LEFT = text("""
    SELECT r.person_id, max(r.until) FROM relation r
    WHERE r.kind = 'pupil_in' AND (CAST(:pupil AS uuid) IS NULL OR r.person_id = :pupil)
        AND EXISTS (
            SELECT FROM relation o JOIN class c ON c.id = o.class_id WHERE o.person_id = r.person_id AND o.kind = 'pupil_in'
            AND c.organisation_id = :organisation AND (CAST(:school AS uuid) IS NULL OR c.school_id = :school)
        )
        AND NOT EXISTS (SELECT FROM hold h WHERE h.pupil_id = r.person_id AND h.lifted IS NULL)
    GROUP BY r.person_id HAVING bool_and(r.until IS NOT NULL)
""")
"""Who goes to school nowhere any more, and since when."""
_UNDER_PLANS = tuple(one for one in DocumentKind if one not in (DocumentKind.access_log, DocumentKind.pictures))


async def find_due(session: AsyncSession, rules: Mapping[DocumentKind, Rule], reach: Reach, at: datetime) -> list[Due]:
    """Give everything that is due at a moment."""
    values = {"organisation": reach.organisation, "school": reach.school, "pupil": reach.pupil}
    rows = await session.exec(_PLANS, params=values)  # type: ignore[call-overload]  # SQLModel types no plain SQL
    plans = [
        _Moments(key, pupil, phase, {After.school_year: after(ends), After.archiving: archived, After.leaving: left})
        for key, pupil, phase, ends, archived, left in rows
    ]
    left = dict((await session.exec(_LEFT, params=values)).all())  # type: ignore[call-overload]  # as above
    found: list[Due] = []
    for kind, rule in rules.items():
        if kind in _UNDER_PLANS:
            over = {one.plan: one.pupil for one in plans if rule.is_due(one.since.get(rule.after), at) and _may_go(kind, one)}
            found += await _under(session, kind, over)
        else:
            found += await _altogether(session, kind, {pupil for pupil, since in left.items() if rule.is_due(since, at)})
    return found


def _may_go(kind: DocumentKind, plan: _Moments) -> bool:
    """Whether a kind may go from a plan as it stands: a whole plan only when it is archived."""
    return kind is not DocumentKind.archived_plans or plan.phase == "archived"


async def _under(session: AsyncSession, kind: DocumentKind, plans: Mapping[UUID, UUID]) -> list[Due]:
    """Count a kind under each of some plans, where there is any."""
    parts = parts_of(kind, list(plans))
    if not parts or not plans:
        return []
    each = union_all(*(select(table.c.plan_id.label("plan")).where(where) for table, where in parts)).subquery()
    rows = await (await session.connection()).execute(select(each.c.plan, func.count()).group_by(each.c.plan).order_by(each.c.plan))
    return [Due(kind, plans[plan], plan, count) for plan, count in rows]


def own_rows(kind: DocumentKind, pupils: Collection[UUID]) -> tuple[Any, Any, ColumnElement[bool]]:
    """Give the table, the pupil's column, and which rows are a kind of document of some pupils altogether."""
    if kind is DocumentKind.pictures:
        return Picture.__table__, col(Picture.id), col(Picture.id).in_(pupils)  # type: ignore[attr-defined]
    plans = select(col(Plan.id)).where(col(Plan.pupil_id).in_(pupils))
    theirs = (col(Event.pupil_id).in_(pupils) | col(Event.plan_id).in_(plans)) & col(Event.kind).not_in(FACTS)
    of_plan = select(col(Plan.pupil_id)).where(col(Plan.id) == Event.plan_id).scalar_subquery()
    return Event.__table__, func.coalesce(col(Event.pupil_id), of_plan), theirs  # type: ignore[attr-defined]


async def _altogether(session: AsyncSession, kind: DocumentKind, pupils: Collection[UUID]) -> list[Due]:
    """Count a kind of each of some pupils, where there is any."""
    if not pupils:
        return []
    _, whose, where = own_rows(kind, pupils)
    rows = await (await session.connection()).execute(select(whose, func.count()).where(where).group_by(whose).order_by(whose))
    return [Due(kind, pupil, None, count) for pupil, count in rows]
