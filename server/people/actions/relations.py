"""Who is tied to whom, and how a relation ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import union_all
from sqlmodel import col, select

from server.columns import now
from server.events import RelationEnded
from server.notices.models import Notice
from server.people.actions.acting import actors_of, in_force
from server.people.models import Person, Relation, RelationKind
from server.plans.models import Plan
from server.plans.policy import may_see
from server.schools.models import Class, School

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work


async def schools_of(session: AsyncSession, relation: Relation) -> frozenset[UUID]:
    """Say by which schools' administrators a relation is run: those its pupil, class or school belongs to."""
    pupil = relation.pupil_id or (relation.person_id if relation.kind is RelationKind.pupil_in else None)
    by_pupil = (
        select(col(Class.school_id))
        .join(Relation, col(Relation.class_id) == Class.id)
        .where(Relation.person_id == pupil, Relation.kind == RelationKind.pupil_in, in_force(now()))
    )
    by_class = select(col(Class.school_id)).where(Class.id == relation.class_id)
    by_school = select(col(School.id)).where(School.id == relation.school_id)
    rows = await session.exec(union_all(by_pupil, by_class, by_school))  # type: ignore[call-overload]
    return frozenset(row[0] for row in rows)


async def end(work: Work, relation: Relation) -> None:
    """End a relation now; open pages and sockets of that person lose its rights at once."""
    if relation.until is not None:
        return
    relation.until = now()
    await _drop_notices(work.session, relation)
    work.tell(RelationEnded(relation=relation.id, person=relation.person_id, pupil=relation.pupil_id))


async def _drop_notices(session: AsyncSession, relation: Relation) -> None:
    """Settle the unread that can no longer be opened, so that no badge counts it; of a pupil who has left, everybody's."""
    left = relation.person_id if relation.kind is RelationKind.pupil_in else None
    rows = await session.exec(
        select(Notice, Plan, Person)
        .join(Plan, col(Plan.id) == Notice.plan_id)
        .join(Person, col(Person.id) == Notice.person_id)
        .where(col(Notice.read).is_(None), (col(Notice.person_id) == relation.person_id) | (col(Plan.pupil_id) == left))
    )
    unread = rows.all()
    actors = await actors_of(session, [person for _notice, _plan, person in unread])
    for notice, plan, _person in unread:
        if not may_see(actors[notice.person_id], plan):
            notice.read = now()


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
        .order_by(Person.given_name, Person.family_name)
    )
    return list(rows)


async def relations_of(session: AsyncSession, person: UUID) -> list[Relation]:
    """Give the relations in force that a person has, and those others have to that person."""
    rows = await session.exec(
        select(Relation)
        .where((col(Relation.person_id) == person) | (col(Relation.pupil_id) == person), in_force(now()))
        .order_by(col(Relation.kind), col(Relation.since), col(Relation.id))
    )
    return list(rows)


async def around(session: AsyncSession, plan: Plan) -> list[Person]:
    """Give everyone with a tie to the pupil: the pupil, the homes, the mentors, the teachers."""
    at = now()
    classes = select(Relation.class_id).where(Relation.person_id == plan.pupil_id, Relation.kind == RelationKind.pupil_in, in_force(at))
    people = select(Relation.person_id).where(
        in_force(at),
        (col(Relation.pupil_id) == plan.pupil_id) | (col(Relation.class_id).in_(classes) & (col(Relation.kind) == RelationKind.teacher_in)),
    )
    rows = await session.exec(select(Person).where((col(Person.id) == plan.pupil_id) | col(Person.id).in_(people)))
    return list(rows)
