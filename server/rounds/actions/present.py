"""Which round of a class counts now, and which others it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, text
from sqlmodel import col, select

from server.columns import now
from server.people.actions import in_force, local_day
from server.people.models import Relation, RelationKind
from server.plans.models import Phase, Plan
from server.rounds.models import Round
from server.schools.models import Term

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.actions.offering import Offer
    from server.schools.models import Class

HELD = """
    now_in AS (
        SELECT c.id AS class_id, (
            SELECT t.id FROM term t WHERE t.organisation_id = c.organisation_id AND t.last_day >= :today
            ORDER BY (t.id = c.term_id) IS TRUE DESC, t.first_day, t.title LIMIT 1
        ) AS term_id FROM class c WHERE c.id = ANY(:classes) OR c.school_id = ANY(:schools)
    ), held AS (
        SELECT DISTINCT ON (r.class_id) r.id, r.class_id, r.term_id FROM round r JOIN now_in n ON n.class_id = r.class_id
        WHERE NOT :one_term OR r.term_id IS NOT DISTINCT FROM CAST(:term AS uuid)
        ORDER BY r.class_id, (r.term_id = n.term_id) IS TRUE DESC, r.begun DESC
    )
"""
"""The round that counts in each class: that of the term in which the class is (as `Offer.term_now` has it), else the one begun last.
If a term is asked for, that of the term."""
_HELD = text(f"WITH {HELD} SELECT id FROM held")  # noqa: S608  # nothing from outside is in it
UNDER_WAY = (Phase.draft, Phase.shared, Phase.talk)
"""A pupil whose plan is here is not yet done with the round."""


@dataclass(frozen=True)
class OfTerm:
    """That the rounds of one term are asked for, or those that belong to none."""

    term: UUID | None


@dataclass(frozen=True)
class Begun:
    """A round of a class with its term, and how many pupils of the class are not yet done with it."""

    round: Round
    term: Term | None
    under_way: int


def asked(*, classes: Collection[UUID] = (), schools: Collection[UUID] = (), of: OfTerm | None = None) -> dict[str, object]:
    """Give what the question asks about."""
    term = of.term if of else None
    return {"today": local_day(now()), "classes": list(classes), "schools": list(schools), "one_term": of is not None, "term": term}


async def rounds_now(session: AsyncSession, classes: Collection[UUID], of: OfTerm | None = None) -> dict[UUID, Round]:
    """Give the round that counts in each class."""
    keys = await session.exec(_HELD, params=asked(classes=classes, of=of))  # type: ignore[call-overload]  # SQLModel types no plain SQL
    rows = await session.exec(select(Round).where(col(Round.id).in_([key for (key,) in keys])))
    return {one.class_id: one for one in rows}


async def present_rounds(session: AsyncSession, classes: Collection[Class], offer: Offer) -> dict[UUID, Round]:
    """Give the round that each class is in, so that none is to be begun.

    It is that of the class's term; until there is one, a round that belongs to no term and still goes on, or one begun ahead of its term.
    """
    counts = await rounds_now(session, [one.id for one in classes])
    goes_on = await _going_on(session, [one for one in counts.values() if one.term_id is None])
    ahead = {one.id for one in offer.terms if one.first_day > offer.today}
    terms = {one.id: offer.term_now(one) for one in classes}
    return {
        klass: one for klass, one in counts.items() if one.term_id == terms[klass] or one.term_id in ahead or one.id in goes_on
    }  # fmt: skip


async def _going_on(session: AsyncSession, rounds: Collection[Round]) -> set[UUID]:
    """Give those rounds that are being handed out, or of which a plan is not archived."""
    keys = [one.id for one in rounds]
    rows = await session.exec(select(Plan.round_id).where(col(Plan.round_id).in_(keys), Plan.phase != Phase.archived).distinct())
    return {key for key in rows if key} | {one.id for one in rounds if one.handed_out is None}


async def rounds_there(session: AsyncSession, classes: Collection[UUID], hidden: Collection[UUID]) -> dict[UUID, list[Begun]]:
    """Give all rounds of classes, the one begun last first, without those whose identity is protected from the reader."""
    rows = await session.exec(
        select(Round, Term)
        .join(Term, col(Term.id) == Round.term_id, isouter=True)
        .where(col(Round.class_id).in_(classes))
        .order_by(col(Round.begun).desc())
    )
    there = [(one, term) for one, term in rows]
    left = await _under_way(session, [one.id for one, _ in there], hidden)
    found: dict[UUID, list[Begun]] = {}
    for one, term in there:
        found.setdefault(one.class_id, []).append(Begun(one, term, left.get(one.id, 0)))
    return found


async def _under_way(session: AsyncSession, rounds: Collection[UUID], hidden: Collection[UUID]) -> dict[UUID, int]:
    """Count for rounds the pupils who still go to their class and are not yet done."""
    rows = await session.exec(
        select(Plan.round_id, func.count(col(Plan.pupil_id).distinct()))
        .join(Round, col(Round.id) == Plan.round_id)
        .join(Relation, (col(Relation.person_id) == Plan.pupil_id) & (col(Relation.class_id) == Round.class_id))
        .where(col(Plan.round_id).in_(rounds), col(Plan.phase).in_(UNDER_WAY), col(Plan.pupil_id).not_in(hidden))
        .where(Relation.kind == RelationKind.pupil_in, in_force(now()))
        .group_by(col(Plan.round_id))
    )
    return {key: count for key, count in rows if key}
