"""Search that finds only what one may see: drawn from the actor's ties in the database, then judged again one by one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import text
from sqlmodel import col, select

from server.columns import now
from server.people.actions.looking import Look, look_at
from server.people.actions.order import by_name
from server.people.models import Person
from server.people.policy import AT_SCHOOL, AT_WORK, FAMILY, may_see_class, may_see_school
from server.schools.models import Class, School

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.work import Work

MOST = 75
"""People that one search looks at: who finds more adds a letter."""
MOST_PLACES = 20
_MOST_WORDS = 6
_ACCENTS = r"[\u0300-\u036f\u064b-\u065f]"
_LETTERS = {"æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "-": " "}
"""What no decomposition turns into plain letters; a hyphen begins a new word."""
Place = TypeVar("Place", Class, School)


@dataclass(frozen=True)
class Found:
    """What a search found for this person."""

    people: dict[UUID, Look]
    classes: list[Class]
    schools: list[School]
    more: bool
    """Whether the search looked at as many people as it may; said without a number, for a number would betray."""


def plain(name: str) -> str:
    """Give a name as it is compared: without accents and capitals."""
    bare = re.sub(_ACCENTS, "", unicodedata.normalize("NFD", name)).lower()
    for letter, instead in _LETTERS.items():
        bare = bare.replace(letter, instead)
    return bare


def _plain(column: str) -> str:
    """The same in SQL, with no extension and no column of its own: a roster's rows go in as they are."""
    bare = f"lower(regexp_replace(normalize({column}, NFD), '{_ACCENTS}', '', 'g'))"
    for letter, instead in _LETTERS.items():
        bare = f"replace({bare}, '{letter}', '{instead}')"
    return f"(' ' || {bare}) LIKE ALL(CAST(:patterns AS text[]))"


def _patterns(words: list[str]) -> list[str]:
    """Hold where each word begins a word of a name; what LIKE would take for a sign of its own is escaped."""
    return ["% " + re.sub(r"([\\%_])", r"\\\1", word) + "%" for word in words]


_PEOPLE = text(f"""
    WITH held AS (
        SELECT * FROM relation WHERE since <= :at AND (until IS NULL OR until > :at)
    ), placed AS (
        SELECT held.person_id, held.kind, c.id AS class_id, c.school_id FROM held JOIN class c ON c.id = held.class_id
    ), family AS (
        SELECT person_id FROM held WHERE pupil_id = ANY(:mine) AND kind IN ('guardian_of', 'contact_for')
        UNION SELECT unnest(CAST(:mine AS uuid[]))
    ), around AS (
        SELECT person_id FROM family
        UNION SELECT person_id FROM placed WHERE kind = 'pupil_in' AND (school_id = ANY(:work) OR class_id = ANY(:circle))
        UNION SELECT person_id FROM placed WHERE kind = 'teacher_in' AND school_id = ANY(:schools)
        UNION SELECT person_id FROM held WHERE school_id = ANY(:schools)
        UNION SELECT held.person_id FROM held JOIN placed p ON p.person_id = held.pupil_id AND p.kind = 'pupil_in'
        WHERE (held.kind = 'mentor_of' AND p.school_id = ANY(:schools)) OR (
            held.kind IN ('guardian_of', 'contact_for') AND NOT held.pupil_id = ANY(:hidden)
            AND (p.school_id = ANY(:work) OR (p.class_id = ANY(:circle) AND EXISTS (
                SELECT FROM profile f WHERE f.person_id = held.person_id
                AND 'classes' IN (f.email_for, f.phone_for, f.second_phone_for, f.address_for, f.picture_for)
            )))
        )
    )
    SELECT person.id FROM person JOIN around ON around.person_id = person.id
    WHERE organisation_id = :organisation AND {_plain("given_name || ' ' || family_name")}
    AND (NOT person.id = ANY(:hidden) OR person.id IN (SELECT person_id FROM family))
    ORDER BY given_name, family_name, person.id LIMIT :most
""")  # noqa: S608  # nothing from outside is in it
"""The persons around somebody, by the rules of `policy.may_see_person`, which then judges each."""


async def search(work: Work, wanted: str) -> Found:
    """Find people, classes and schools by the beginnings of their names."""
    words = plain(wanted).split()[:_MOST_WORDS]
    if not words:
        return Found({}, [], [], more=False)
    people = await _people(work.session, work.actor, _patterns(words))
    return Found(
        people=await look_at(work, people[:MOST]),
        classes=[one for one in await _places(work, Class, _patterns(words)) if may_see_class(work.actor, one)][:MOST_PLACES],
        schools=[one for one in await _places(work, School, _patterns(words)) if may_see_school(work.actor, one)][:MOST_PLACES],
        more=len(people) > MOST,
    )


async def _people(session: AsyncSession, actor: Actor, patterns: list[str]) -> list[Person]:
    """Give the persons around the actor whose names begin so, by name."""
    ties, organisation = actor.ties, actor.person.organisation_id
    schools = {tie.school_id for tie in ties if tie.school_id}
    work = {tie.school_id for tie in ties if tie.school_id and tie.kind in AT_WORK}
    if any(tie.kind in AT_SCHOOL and tie.organisation_id == organisation for tie in ties):
        work |= set(await session.exec(select(School.id).where(School.organisation_id == organisation)))
    reach = {
        "work": list(work),
        "schools": list(schools | work),
        "circle": [tie.class_id for tie in ties if tie.class_id and tie.kind not in AT_WORK],
        "mine": [actor.id, *(tie.pupil_id for tie in ties if tie.kind in FAMILY)],
        "hidden": list(actor.hidden),
    }
    values = {**reach, "at": now(), "organisation": organisation, "patterns": patterns, "most": MOST + 1}
    found = [row[0] for row in await session.exec(_PEOPLE, params=values)]  # type: ignore[call-overload]  # SQLModel types no plain SQL
    people = {one.id: one for one in await session.exec(select(Person).where(col(Person.id).in_(found)))}
    return [*sorted((people[key] for key in found[:MOST]), key=by_name), *(people[key] for key in found[MOST:])]


async def _places(work: Work, model: type[Place], patterns: list[str]) -> list[Place]:
    """Give the classes or schools of the organisation whose names begin so."""
    begins = text(_plain(f"{model.__tablename__}.name")).bindparams(patterns=patterns)
    mine = model.organisation_id == work.actor.person.organisation_id
    return list(await work.session.exec(select(model).where(mine, begins).order_by(model.name)))
