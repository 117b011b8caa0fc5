"""Who is tied to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import union
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from server.columns import now
from server.people.actions.acting import gives_rights, in_force
from server.people.actions.order import by_name
from server.people.models import Person, Relation, RelationKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan
    from server.work import Work


def prefer(work: Work, name: str, value: object) -> None:
    """Remember the actor's language, light, or help with reading."""
    setattr(work.actor.person, name, value)


async def named(session: AsyncSession, people: Iterable[UUID | None]) -> dict[UUID, Person]:
    """Give persons by their ids, for pages that show names."""
    rows = await session.exec(select(Person).where(col(Person.id).in_({one for one in people if one is not None})))
    return {person.id: person for person in rows}


async def pupils_in(session: AsyncSession, klass: UUID) -> list[Person]:
    """Give the pupils of a class, by name."""
    rows = await session.exec(
        select(Person)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(Relation.class_id == klass, Relation.kind == RelationKind.pupil_in, in_force(now()))
    )
    return sorted(rows, key=by_name)


async def relations_of(session: AsyncSession, person: UUID) -> list[Relation]:
    """Give the relations in force that a person has, and those others have to that person."""
    rows = await session.exec(
        select(Relation)
        .where((col(Relation.person_id) == person) | (col(Relation.pupil_id) == person), in_force(now()))
        .order_by(col(Relation.kind), col(Relation.since), col(Relation.id))
    )
    return list(rows)


async def around(session: AsyncSession, plan: Plan) -> list[Person]:
    """Give everyone with a tie to the pupil that gives rights: the pupil, the homes, the mentors, the teachers."""
    return (await around_each(session, [plan.pupil_id]))[plan.pupil_id]


async def around_each(
    session: AsyncSession, pupils: Collection[UUID], teachers: Collection[UUID] | None = None
) -> dict[UUID, list[Person]]:
    """The same for several pupils, by the pupil; of those who teach them all, or some: they have many pupils, so much is to be loaded."""
    at, taught = now(), aliased(Relation)
    tied = select(col(Relation.pupil_id), col(Relation.person_id)).where(col(Relation.pupil_id).in_(pupils), gives_rights(at))
    teach = (
        select(col(Relation.person_id), col(taught.person_id))
        .join(taught, (col(taught.class_id) == Relation.class_id) & (col(taught.kind) == RelationKind.teacher_in))
        .where(col(Relation.person_id).in_(pupils), Relation.kind == RelationKind.pupil_in, in_force(at))
        .where(col(taught.since) <= at, col(taught.until).is_(None) | (col(taught.until) > at))
    )
    if teachers is not None:
        teach = teach.where(col(taught.person_id).in_(teachers))
    themselves = select(col(Person.id), col(Person.id)).where(col(Person.id).in_(pupils))
    pairs = union(tied, teach, themselves).subquery()
    pupil, person = pairs.c
    rows = await session.exec(select(pupil, Person).join(Person, col(Person.id) == person))
    found: dict[UUID, list[Person]] = {one: [] for one in pupils}
    for key, one in rows:
        found[key].append(one)
    return found
