"""What a list of relations shows of each, gathered for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions import by_name, named
from server.people.models import Relation, RelationKind
from server.people.policy import may_run_relation, may_see_listed
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from server.people.models import Person
    from server.work import Work

_ORDER = list(RelationKind)
A_YEAR = timedelta(days=366)
"""So long a teacher's tie to a class is still told of beside its pupils."""
NOW, PLANNED, ENDED = "now", "planned", "ended"


@dataclass(frozen=True)
class Shown:
    """One relation as a list shows it."""

    relation: Relation
    person: Person
    place: Class | None
    made_by: Person | None
    ended_by: Person | None
    state: str
    may_end: bool

    @property
    def is_hand(self) -> bool:
        """Whether somebody made it; the others come and go with the roster."""
        return self.relation.source != "roster"


async def shown(work: Work, relations: Iterable[Relation], places: frozenset[UUID]) -> list[Shown]:
    """Give relations with their names, kind by kind in the order of names; none of somebody whose identity is protected from the reader."""
    kept = list(relations)
    people = await named(work.session, [one for each in kept for one in (each.person_id, each.made_by, each.ended_by)])
    rows = await work.session.exec(select(Class).where(col(Class.id).in_({one.class_id for one in kept if one.class_id})))
    classes = {one.id: one for one in rows}
    work.saw(*people)
    found = [
        Shown(
            one,
            people[one.person_id],
            classes.get(one.class_id) if one.class_id else None,
            people.get(one.made_by) if one.made_by else None,
            people.get(one.ended_by) if one.ended_by else None,
            _state(one),
            _state(one) != ENDED and may_run_relation(work.actor, one, places),
        )
        for one in kept
        if may_see_listed(work.actor, people[one.person_id])
    ]
    return sorted(found, key=_rank)


def _rank(one: Shown) -> tuple[object, ...]:
    """Put relations in their order: kind by kind, person by person, the homeroom before the groups."""
    place = (one.place.kind is not ClassKind.homeroom, one.place.name) if one.place else (False, "")
    return _ORDER.index(one.relation.kind), by_name(one.person), place, one.relation.since, one.relation.id


def _state(relation: Relation) -> str:
    """Say whether a relation holds, is yet to begin, or has ended."""
    at = now()
    if relation.until is not None and relation.until <= at:
        return ENDED
    return PLANNED if relation.since > at else NOW


async def of_pupil(work: Work, pupil: UUID) -> list[Relation]:
    """Give every relation about a pupil, ended and planned ones too; and those of the classes' teachers, with the last year's."""
    own = select(Relation.class_id).where(
        Relation.person_id == pupil, Relation.kind == RelationKind.pupil_in, col(Relation.until).is_(None)
    )
    lasted = col(Relation.until).is_(None) | (col(Relation.until) > now() - A_YEAR)
    rows = await work.session.exec(
        select(Relation).where(
            (col(Relation.pupil_id) == pupil)
            | ((col(Relation.person_id) == pupil) & (col(Relation.kind) == RelationKind.pupil_in))
            | (col(Relation.class_id).in_(own) & (col(Relation.kind) == RelationKind.teacher_in) & lasted)
        )
    )
    return list(rows)


async def of_place(work: Work, column: str, keys: Iterable[UUID]) -> list[Relation]:
    """Give every relation to a class, a school or an organisation."""
    rows = await work.session.exec(select(Relation).where(col(getattr(Relation, column)).in_(list(keys))))
    return list(rows)


def lately(ended: Iterable[Shown]) -> list[Shown]:
    """Give ended relations, the last that ended first."""
    return sorted((one for one in ended if one.state == ENDED and one.relation.until), key=_until, reverse=True)


def _until(one: Shown) -> datetime:
    """Say when a relation ended."""
    return one.relation.until or now()
