"""Who somebody is now: a person with all the ties in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, text
from sqlmodel import col, select

from server.columns import now
from server.people.actions.age import born_by, local_day
from server.people.models import Person, Relation, RelationKind
from server.people.policy import Actor, TalkTie, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession


def in_force(at: datetime) -> ColumnElement[bool]:
    """Hold for the relations that give rights at a moment."""
    return (col(Relation.since) <= at) & or_(col(Relation.until).is_(None), col(Relation.until) > at)


FAMILY = (RelationKind.guardian_of, RelationKind.contact_for, RelationKind.let_in_by)
"""How the adults of a home are tied to a pupil."""


def gives_rights(at: datetime) -> ColumnElement[bool]:
    """Hold for the relations in force but for a home's to a pupil of age, who lets in whom they want."""
    of_age = select(Person.id).where(col(Person.born) <= born_by(local_day(at)))
    return in_force(at) & (col(Relation.kind).not_in(FAMILY[:2]) | col(Relation.pupil_id).not_in(of_age))


_PROTECTED, _IN_TALK = "protected", "in_talk"
_TIES = text(f"""
    WITH held AS NOT MATERIALIZED (
        SELECT * FROM relation WHERE since <= :at AND (until IS NULL OR until > :at)
    ), own AS (
        SELECT id, person_id, pupil_id, class_id, school_id, organisation_id, household_id, subject,
               CASE WHEN kind = 'let_in_by' THEN 'guardian_of' ELSE kind::text END AS kind
        FROM held
        WHERE person_id = ANY(:people) AND NOT (
            kind IN ('guardian_of', 'contact_for') AND EXISTS (SELECT FROM person WHERE person.id = pupil_id AND born <= :of_age)
        )
    )
    SELECT o.person_id, o.kind, o.pupil_id, o.class_id, coalesce(o.school_id, c.school_id) AS school_id,
           o.organisation_id, o.household_id, '' AS subject, o.id AS relation
    FROM own o LEFT JOIN class c ON c.id = o.class_id
    UNION ALL
    SELECT o.person_id, o.kind, p.person_id, c.id, c.school_id, NULL, NULL, coalesce(nullif(o.subject, ''), c.subject), o.id
    FROM own o JOIN held p ON p.class_id = o.class_id AND p.kind = 'pupil_in' JOIN class c ON c.id = o.class_id
    WHERE o.kind = 'teacher_in'
    UNION ALL
    SELECT o.person_id, o.kind, o.pupil_id, c.id, c.school_id, NULL, o.household_id, '', o.id
    FROM own o JOIN held p ON p.person_id = o.pupil_id AND p.kind = 'pupil_in' JOIN class c ON c.id = p.class_id AND c.kind = 'homeroom'
    WHERE o.kind IN ('guardian_of', 'contact_for', 'mentor_of')
    UNION ALL
    SELECT NULL, '{_PROTECTED}', id, NULL, NULL, organisation_id, NULL, '', NULL
    FROM person WHERE (protected OR protected_by IS NOT NULL) AND organisation_id = ANY(:organisations)
    UNION ALL
    SELECT w.person_id, '{_IN_TALK}', t.plan_id, t.id, NULL, NULL, t.household_id,
           concat_ws(' ', CASE WHEN w.present AND t.ended IS NULL THEN 'present' END, CASE WHEN i.id IS NOT NULL THEN 'invited' END,
                     CASE WHEN p.guest THEN 'guest' END, CASE WHEN i.admitted IS NOT NULL THEN 'admitted' END,
                     CASE WHEN i.writes THEN 'writes' END), NULL
    FROM (
        SELECT talk_id, person_id, bool_or(here) AS present FROM (
            SELECT talk_id, person_id, true AS here FROM attendance WHERE person_id = ANY(:people) AND until IS NULL
            UNION ALL
            SELECT talk_id, person_id, false FROM invited WHERE person_id = ANY(:people)
        ) one GROUP BY talk_id, person_id
    ) w
    JOIN person p ON p.id = w.person_id
    JOIN talk t ON t.id = w.talk_id AND (t.ended IS NULL OR p.guest)
    LEFT JOIN invited i ON i.talk_id = w.talk_id AND i.person_id = w.person_id AND i.until IS NULL
""")  # noqa: S608  # nothing from outside is in it
"""Every tie that counts, in one journey: a person's own relations (one to a class leads to its school); a teacher's drawn out to each
pupil of the class; a guardian's and a mentor's drawn out to the pupil's homeroom class and school; who has a protected identity; and
in which open talks one is or is invited to, where the columns stand for the plan, the talk, its household and what one is there.
A home's ties to a pupil who has come of age are none, but for those whom the pupil has let in."""


async def act_as(session: AsyncSession, person: Person, at: datetime | None = None) -> Actor:
    """Load a person's ties in force, now or as they were at a moment; somebody known twice acts as the one who was kept."""
    while person.merged_into is not None:
        person = await session.get_one(Person, person.merged_into)
    actors = await actors_of(session, [person], at)
    return actors[person.id]


async def actors_of(session: AsyncSession, persons: Iterable[Person], at: datetime | None = None) -> dict[UUID, Actor]:
    """Load several persons' ties at once."""
    at = at or now()
    people = {person.id: person for person in persons}
    organisations = list({person.organisation_id for person in people.values()})
    ties: dict[UUID, list[Tie]] = {one: [] for one in people}
    talks: dict[UUID, list[TalkTie]] = {one: [] for one in people}
    protected: dict[UUID, UUID] = {}
    values = {"at": at, "of_age": born_by(local_day(at)), "people": list(people), "organisations": organisations}
    rows = await session.exec(_TIES, params=values)  # type: ignore[call-overload]  # SQLModel types no plain SQL
    for who, kind, pupil, *rest in rows:
        if kind == _PROTECTED:
            protected[pupil] = rest[2]
        elif kind == _IN_TALK:
            talks[who].append(_talk_tie(pupil, *rest))
        else:
            ties[who].append(Tie(RelationKind(kind), pupil, *rest))
    return {one: _actor(person, ties[one], talks[one], protected) for one, person in people.items()}


def _talk_tie(plan: UUID, talk: UUID, _school: None, _organisation: None, household: UUID | None, said: str, _relation: None) -> TalkTie:
    """Read what somebody is to a talk from the row that a tie has elsewhere."""
    held = set(said.split())
    return TalkTie(talk, plan, household, *(one in held for one in ("present", "invited", "guest", "admitted", "writes")))


def _actor(person: Person, ties: list[Tie], talks: list[TalkTie], protected: dict[UUID, UUID]) -> Actor:
    """Make an actor: the protected pupils of the organisation are hidden, but for those the person is granted by name."""
    theirs = frozenset(pupil for pupil, organisation in protected.items() if organisation == person.organisation_id)
    granted = frozenset(tie.pupil_id for tie in ties if tie.kind is RelationKind.sees_protected and tie.pupil_id in theirs)
    return Actor(person, tuple(ties), theirs - granted, granted, tuple(talks))
