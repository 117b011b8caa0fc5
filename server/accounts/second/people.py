"""Who belongs to a school, and what each has for the second step: what its administrator sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_
from sqlmodel import col, select

from server.accounts.models import Authenticator, Passkey
from server.accounts.second.policy import STAFF
from server.columns import now
from server.people.actions import by_name, in_force
from server.people.models import Person, Relation, RelationKind
from server.schools.models import Class

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.schools.models import School


@dataclass(frozen=True)
class Secured:
    """Somebody of a school."""

    person: Person
    staff: bool
    secured: bool
    """Whether there is a second step."""


def _ties(actor: Actor, school: School) -> ColumnElement[bool]:
    """Hold for the relations, among those the actor may know of, that tie somebody to a school, its organisation, classes or pupils."""
    at = now()
    classes = select(Class.id).where(Class.school_id == school.id)
    pupils = select(Relation.person_id).where(Relation.kind == RelationKind.pupil_in, col(Relation.class_id).in_(classes), in_force(at))
    belongs = or_(
        col(Relation.school_id) == school.id,
        (col(Relation.organisation_id) == school.organisation_id) & (col(Relation.kind) == RelationKind.admin_of),
        col(Relation.class_id).in_(classes),
        col(Relation.pupil_id).in_(pupils),
    )
    hidden = list(actor.hidden)
    return in_force(at) & belongs & col(Relation.person_id).not_in(hidden) & func.coalesce(col(Relation.pupil_id).not_in(hidden), True)


async def belongs(session: AsyncSession, actor: Actor, school: School, person: UUID) -> bool:
    """Whether somebody is of a school, as far as the actor may know."""
    wanted = select(Relation.id).where(Relation.person_id == person, _ties(actor, school))
    return (await session.exec(wanted.limit(1))).first() is not None


async def secured_people(session: AsyncSession, actor: Actor, school: School) -> list[Secured]:
    """Give a school's staff, and whoever else of it has a second step, by name."""
    app = select(Authenticator.id).where(Authenticator.person_id == Person.id, col(Authenticator.secret).is_not(None)).exists()
    key = select(Passkey.id).where(Passkey.person_id == Person.id).exists()
    staff = func.bool_or(col(Relation.kind).in_(STAFF))
    rows = await session.exec(
        select(Person, staff, app | key)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(_ties(actor, school))
        .group_by(col(Person.id))
        .having(staff | app | key)
    )
    return sorted((Secured(*row) for row in rows), key=lambda one: by_name(one.person))
