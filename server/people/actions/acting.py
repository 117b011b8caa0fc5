"""Who somebody is now: a person with all the ties in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, text
from sqlmodel import col

from server.columns import now
from server.people.models import Person, Relation, RelationKind
from server.people.policy import Actor, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession


def in_force(at: datetime) -> ColumnElement[bool]:
    """Hold for the relations that give rights at a moment."""
    return (col(Relation.since) <= at) & or_(col(Relation.until).is_(None), col(Relation.until) > at)


_PROTECTED = "protected"
_TIES = text(f"""
    WITH held AS (
        SELECT * FROM relation WHERE since <= :at AND (until IS NULL OR until > :at)
    ), own AS (
        SELECT * FROM held WHERE person_id = ANY(:people)
    )
    SELECT o.person_id, o.kind::text AS kind, o.pupil_id, o.class_id, coalesce(o.school_id, c.school_id) AS school_id,
           o.organisation_id, o.household_id, '' AS subject
    FROM own o LEFT JOIN class c ON c.id = o.class_id
    UNION ALL
    SELECT o.person_id, o.kind::text, p.person_id, c.id, c.school_id, NULL, NULL, c.subject
    FROM own o JOIN held p ON p.class_id = o.class_id AND p.kind = 'pupil_in' JOIN class c ON c.id = o.class_id
    WHERE o.kind = 'teacher_in'
    UNION ALL
    SELECT o.person_id, o.kind::text, o.pupil_id, c.id, c.school_id, NULL, o.household_id, ''
    FROM own o JOIN held p ON p.person_id = o.pupil_id AND p.kind = 'pupil_in' JOIN class c ON c.id = p.class_id AND c.kind = 'homeroom'
    WHERE o.kind IN ('guardian_of', 'contact_for', 'mentor_of')
    UNION ALL
    SELECT NULL, '{_PROTECTED}', id, NULL, NULL, organisation_id, NULL, ''
    FROM person WHERE protected AND organisation_id = ANY(:organisations)
""")  # noqa: S608  # nothing from outside is in it
"""Every tie that counts, in one journey: a person's own relations (one to a class leads to its school); a teacher's drawn out to each
pupil of the class; a guardian's and a mentor's drawn out to the pupil's homeroom class and school; and who has a protected identity."""


async def act_as(session: AsyncSession, person: Person) -> Actor:
    """Load a person's ties in force; who turned out to be somebody known twice acts as the one who was kept."""
    while person.merged_into is not None:
        person = await session.get_one(Person, person.merged_into)
    actors = await actors_of(session, [person])
    return actors[person.id]


async def actors_of(session: AsyncSession, persons: Iterable[Person]) -> dict[UUID, Actor]:
    """Load several persons' ties at once."""
    people = {person.id: person for person in persons}
    organisations = list({person.organisation_id for person in people.values()})
    ties: dict[UUID, list[Tie]] = {one: [] for one in people}
    protected: dict[UUID, UUID] = {}
    values = {"at": now(), "people": list(people), "organisations": organisations}
    rows = await session.exec(_TIES, params=values)  # type: ignore[call-overload]  # SQLModel types no plain SQL
    for who, kind, pupil, klass, school, organisation, household, subject in rows:
        if kind == _PROTECTED:
            protected[pupil] = organisation
        else:
            ties[who].append(Tie(RelationKind(kind), pupil, klass, school, organisation, household, subject))
    return {one: Actor(person, tuple(ties[one]), _hidden(person, ties[one], protected)) for one, person in people.items()}


def _hidden(person: Person, ties: Iterable[Tie], protected: dict[UUID, UUID]) -> frozenset[UUID]:
    """Give the pupils with protected identity of a person's organisation whom the person is not granted by name."""
    granted = {tie.pupil_id for tie in ties if tie.kind is RelationKind.sees_protected}
    return frozenset(pupil for pupil, organisation in protected.items() if organisation == person.organisation_id and pupil not in granted)
