"""Who is tied to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions.acting import gives_rights, in_force
from server.people.actions.order import by_name
from server.people.models import Person, Relation, RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    at = now()
    classes = select(Relation.class_id).where(Relation.person_id == plan.pupil_id, Relation.kind == RelationKind.pupil_in, in_force(at))
    people = select(Relation.person_id).where(
        gives_rights(at),
        (col(Relation.pupil_id) == plan.pupil_id) | (col(Relation.class_id).in_(classes) & (col(Relation.kind) == RelationKind.teacher_in)),
    )
    rows = await session.exec(select(Person).where((col(Person.id) == plan.pupil_id) | col(Person.id).in_(people)))
    return list(rows)
