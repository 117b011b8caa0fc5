"""Who does what at a school, in a class, for a pupil; who is at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from server.columns import now
from server.people.actions.acting import in_force
from server.people.actions.order import by_name
from server.people.models import Person, Relation, RelationKind
from server.people.policy import AT_SCHOOL, FAMILY
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar

    Classes = Iterable[UUID] | SelectOfScalar[UUID]
    """Ids, or a query for them."""


_ORDER = list(RelationKind)


@dataclass(frozen=True)
class Duty:
    """What a person is, and where: a subject, a class, a child."""

    person: Person
    kind: RelationKind
    place: str = ""


async def teachers(session: AsyncSession, classes: Classes) -> list[Duty]:
    """Give who teaches some classes, and which subject."""
    rows = await session.exec(
        select(Person, Class, Relation.subject)
        .join(Relation, col(Relation.person_id) == Person.id)
        .join(Class, col(Class.id) == Relation.class_id)
        .where(Relation.kind == RelationKind.teacher_in, col(Relation.class_id).in_(classes), in_force(now()))
        .order_by(Class.subject, Class.name)
    )
    return [Duty(person, RelationKind.teacher_in, subject or klass.subject or klass.name) for person, klass, subject in rows]


def classes_of_pupils(klass: UUID) -> SelectOfScalar[UUID]:
    """Ask for a class and the groups that its pupils are in."""
    pupils = select(Relation.person_id).where(Relation.class_id == klass, Relation.kind == RelationKind.pupil_in, in_force(now()))
    theirs = select(col(Relation.class_id)).where(
        col(Relation.person_id).in_(pupils), Relation.kind == RelationKind.pupil_in, in_force(now())
    )
    return select(Class.id).where((col(Class.id) == klass) | col(Class.id).in_(theirs))


async def mentors(session: AsyncSession, classes: Classes, pupil: UUID | None = None) -> list[Duty]:
    """Give who mentors pupils of some homeroom classes, or the one pupil."""
    pupil_in = aliased(Relation)
    wanted = (
        select(Person, Class.name)
        .join(Relation, col(Relation.person_id) == Person.id)
        .join(pupil_in, (pupil_in.person_id == Relation.pupil_id) & (pupil_in.kind == RelationKind.pupil_in))  # type: ignore[arg-type]
        .join(Class, col(Class.id) == pupil_in.class_id)
        .where(Relation.kind == RelationKind.mentor_of, Class.kind == ClassKind.homeroom, col(Class.id).in_(classes), in_force(now()))
        .where(col(pupil_in.since) <= now(), col(pupil_in.until).is_(None) | (col(pupil_in.until) > now()))
        .distinct()
    )
    rows = await session.exec(wanted.where(Relation.pupil_id == pupil) if pupil else wanted)
    return [Duty(person, RelationKind.mentor_of, name) for person, name in rows]


async def offices(session: AsyncSession, school: UUID) -> list[Duty]:
    """Give who works for a whole school."""
    rows = await session.exec(
        select(Person, Relation.kind)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(Relation.school_id == school, col(Relation.kind).in_(AT_SCHOOL), in_force(now()))
    )
    return [Duty(person, RelationKind(kind)) for person, kind in rows]


async def homes(session: AsyncSession, pupils: Iterable[UUID]) -> dict[UUID, list[Duty]]:
    """Give the adults around each pupil."""
    rows = await session.exec(
        select(Person, Relation)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(col(Relation.pupil_id).in_(list(pupils)), col(Relation.kind).in_(FAMILY), in_force(now()))
    )
    found: dict[UUID, list[Duty]] = {}
    for person, relation in sorted(rows, key=lambda row: (_ORDER.index(row[1].kind), by_name(row[0]))):
        found.setdefault(relation.pupil_id, []).append(Duty(person, relation.kind))  # type: ignore[arg-type]
    return found


def by_person(duties: Iterable[Duty]) -> dict[UUID, dict[RelationKind, list[str]]]:
    """Put together what each person is, and where, each place once; the mentor of a class is not called its teacher, too."""
    found: dict[UUID, dict[RelationKind, list[str]]] = {}
    for one in duties:
        places = found.setdefault(one.person.id, {}).setdefault(one.kind, [])
        if one.place and one.place not in places:
            places.append(one.place)
    return {person: _once(roles) for person, roles in found.items()}


def _once(roles: dict[RelationKind, list[str]]) -> dict[RelationKind, list[str]]:
    """Leave out that a mentor of a class teaches it: a homeroom's main teacher is its mentor."""
    mentored, taught = roles.get(RelationKind.mentor_of, []), roles.get(RelationKind.teacher_in, [])
    others = [place for place in taught if place not in mentored]
    if taught and not others:
        return {kind: places for kind, places in roles.items() if kind is not RelationKind.teacher_in}
    return roles | {RelationKind.teacher_in: others} if others else roles
