"""Where a pupil goes to school: by that it is known who runs the pupil's relations, with or without a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions.acting import in_force
from server.people.models import Person, Relation, RelationKind
from server.schools.models import Class, ClassKind, School

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor, Concerned
    from server.work import Work


@dataclass
class PupilAt:
    """A pupil as one of a school, with or without a plan; what rules are asked about."""

    pupil_id: UUID
    school_id: UUID
    organisation_id: UUID
    at_schools: Collection[UUID] | None = None


async def whereabouts(session: AsyncSession, pupil: UUID) -> list[PupilAt]:
    """Give the schools a pupil goes to; of one who goes nowhere now, the last one, so that somebody answers for what is kept."""
    wanted = (
        select(Class.school_id, Class.organisation_id, Class.kind)
        .join(Relation, col(Relation.class_id) == Class.id)
        .where(Relation.person_id == pupil, Relation.kind == RelationKind.pupil_in)
        .order_by(col(Relation.since).desc(), col(Relation.id))
    )
    there = (await session.exec(wanted.where(in_force(now())))).all()
    rows = [one for one in there if one[2] is ClassKind.homeroom] or there or (await session.exec(wanted.limit(1))).all()
    schools = {school: organisation for school, organisation, _ in rows}
    return [PupilAt(pupil, school, organisation, list(schools) if there else None) for school, organisation in schools.items()]


async def find_pupil(
    work: Work, key: UUID, *, see: Callable[[Actor, Concerned], bool], may: Callable[[Actor, Concerned], bool] | None = None
) -> tuple[Person, list[PupilAt]]:
    """Find a pupil by where the pupil goes to school; judged before anything of the pupil is given away.

    Raises:
        UnknownError: there is no such pupil, or the actor may not know of them.
        ForbiddenError: the actor may see the pupil but not do this.
    """
    places = await whereabouts(work.session, key)

    def holds(rule: Callable[[Actor, Concerned], bool]) -> Callable[[Actor, Person], bool]:
        return lambda actor, _: any(rule(actor, place) for place in places)

    person = await work.find(Person, key, see=holds(see), may=holds(may) if may else None)
    return person, places


async def places_of(session: AsyncSession, relation: UUID) -> frozenset[UUID]:
    """Say by which schools' and organisations' administrators a relation is run: those its pupil, class or school belongs to.

    Only where it leads is looked up, so that it is judged before it is loaded; of one that is not there, nowhere.
    """
    names = ("kind", "person_id", "pupil_id", "class_id", "school_id", "organisation_id")
    row = (await session.exec(select(*(getattr(Relation, name) for name in names)).where(Relation.id == relation))).first()
    if row is None:
        return frozenset()
    kind, person, pupil, klass, school, organisation = row
    pupil = person if kind is RelationKind.pupil_in else pupil
    found = [(one.school_id, one.organisation_id) for one in await whereabouts(session, pupil)] if pupil else []
    found += (await session.exec(select(Class.school_id, Class.organisation_id).where(Class.id == klass))).all()
    found += (await session.exec(select(School.id, School.organisation_id).where(School.id == school))).all()
    return frozenset({one for pair in found for one in pair} | ({organisation} if organisation else set()))
