"""Moving a pupil to another class, of the same school or of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_
from sqlmodel import col, select

from server.people.actions.ties import begin, end
from server.people.models import Relation, RelationKind
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person
    from server.work import Work


async def move_class(work: Work, pupil: Person, klass: Class, since: datetime, reason: str) -> None:
    """Let a pupil go to another class from a moment on.

    What the pupil had in the old class ends at that same moment; with another school the groups and mentors of the old one end too.

    Raises:
        WrongFormError: the pupil is in the class already.
    """
    session = work.session
    for relation, old in await classes_of(session, pupil.id, since):
        if relation.class_id != klass.id and (old.kind is ClassKind.homeroom or old.school_id != klass.school_id):
            changes_school = old.school_id != klass.school_id
            await end(work, relation, reason, since)
            if changes_school:
                await _end_mentors(work, pupil.id, since, reason)
    await session.flush()
    await begin(work, Relation(person_id=pupil.id, kind=RelationKind.pupil_in, class_id=klass.id, since=since, reason=reason))


async def classes_of(session: AsyncSession, pupil: UUID, at: datetime) -> list[tuple[Relation, Class]]:
    """Give the classes and groups that a pupil is in after a moment."""
    rows = await session.exec(
        select(Relation, Class)
        .join(Class, col(Class.id) == Relation.class_id)
        .where(
            Relation.person_id == pupil,
            Relation.kind == RelationKind.pupil_in,
            or_(col(Relation.until).is_(None), col(Relation.until) > at),
        )
    )
    return list(rows)


async def has_homeroom(work: Work, relation: Relation) -> bool:
    """Whether a pupil who is to go to a homeroom class goes to another already."""
    klass = await work.session.get(Class, relation.class_id)
    there = await classes_of(work.session, relation.person_id, relation.since)
    return klass is not None and klass.kind is ClassKind.homeroom and any(one.kind is ClassKind.homeroom for _, one in there)


async def _end_mentors(work: Work, pupil: UUID, at: datetime, reason: str) -> None:
    """End what the old school's mentors are to a pupil; those who are yet to begin are the new school's."""
    rows = await work.session.exec(
        select(Relation).where(
            Relation.pupil_id == pupil,
            Relation.kind == RelationKind.mentor_of,
            col(Relation.since) < at,
            or_(col(Relation.until).is_(None), col(Relation.until) > at),
        )
    )
    for relation in rows.all():
        await end(work, relation, reason, at)
