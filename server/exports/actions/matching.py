"""Whom an archive names, found among those who are here, or kept as a name: nobody is let in by being named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlmodel import col, select

from server.columns import now
from server.exports.models import PastAuthor
from server.people.actions import FAMILY, in_force
from server.people.models import Household, Person, Relation
from server.schools import models as schools

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.exports.archive.shape import Home, PupilFile, Term, Who

FROM_ARCHIVE = "archive:"
"""How the source id begins of whoever and whatever came with an archive: no roster names it."""


@dataclass
class Matched:
    """Who and what an archive's ids stand for here."""

    people: dict[UUID, UUID] = field(default_factory=dict)
    homes: dict[UUID, UUID] = field(default_factory=dict)
    known: int = 0
    """How many of those who are named are here."""
    named: int = 0
    """How many are kept as names."""
    found_homes: list[str] = field(default_factory=list)
    """The names of the adults by whom a home was found again."""


async def match(session: AsyncSession, said: PupilFile, pupil: Person, brought: UUID | None) -> Matched:
    """Match everyone whom an archive names; whoever is not here becomes a name, with no ties and no way to sign in."""
    found = Matched()
    adults = await _adults(session, pupil)
    people = {one.id: one for one in said.people}
    for home in said.homes:
        await _match_home(session, found, home, people, adults, pupil)
    found.people[said.pupil.id] = pupil.id
    for who in said.people:
        if who.id not in found.people:
            past = PastAuthor(person_id=who.id, roles=who.roles, import_id=brought)
            past.household_id = next((found.homes[home.id] for home in said.homes if who.id in home.adults), None)
            found.people[who.id] = await _match_person(session, found, who, pupil, past)
    return found


async def _adults(session: AsyncSession, pupil: Person) -> list[tuple[Person, UUID]]:
    """Give the adults of the pupil's homes here."""
    rows = await session.exec(
        select(Person, Relation.household_id)
        .join(Relation, col(Relation.person_id) == Person.id)
        .where(Relation.pupil_id == pupil.id, col(Relation.kind).in_(FAMILY), in_force(now()), col(Relation.household_id).is_not(None))
    )
    return [(person, home) for person, home in rows.all() if home is not None]


async def _match_home(
    session: AsyncSession, found: Matched, home: Home, people: dict[UUID, Who], adults: list[tuple[Person, UUID]], pupil: Person
) -> None:
    """Find a home again by an adult of that very name, if only one home of the pupil here has one; else keep it as one that was."""
    names = {(people[one].given_name, people[one].family_name) for one in home.adults if one in people} - {("", "")}
    here = [(person, key) for person, key in adults if (person.given_name, person.family_name) in names]
    if len({key for _, key in here}) != 1:
        found.homes[home.id] = await _kept_home(session, home.id, pupil.organisation_id)
        return
    found.homes[home.id] = here[0][1]
    found.found_homes.append(", ".join(sorted(person.name for person, _ in here)))
    for key in home.adults:
        same = [one for one, _ in here if key in people and (one.given_name, one.family_name) == _name(people[key])]
        if len(same) == 1:
            found.people[key] = same[0].id
            found.known += 1


def _name(who: Who) -> tuple[str, str]:
    """Give somebody's names."""
    return who.given_name, who.family_name


async def _kept_home(session: AsyncSession, key: UUID, organisation: UUID) -> UUID:
    """Keep a home as one that was, and belongs to nobody here."""
    wanted = select(Household).where(Household.organisation_id == organisation, Household.source_id == f"{FROM_ARCHIVE}{key}")
    there = await session.get(Household, key)
    if there is not None and there.organisation_id == organisation:
        return key
    if (kept := (await session.exec(wanted)).first()) is None:
        kept = Household(id=uuid4() if there else key, organisation_id=organisation, source_id=f"{FROM_ARCHIVE}{key}")
        session.add(kept)
        await session.flush()
    return kept.id


async def _match_person(session: AsyncSession, found: Matched, who: Who, pupil: Person, past: PastAuthor) -> UUID:
    """Give the person whom an archive means, by id and name in this organisation; else the name that is kept."""
    there = await session.get(Person, who.id)
    if there is not None and there.organisation_id == pupil.organisation_id and (there.given_name, there.family_name) == _name(who):
        found.known += 1
        return there.id
    source = f"{FROM_ARCHIVE}{who.id}"
    kept = (await session.exec(select(Person).where(Person.organisation_id == pupil.organisation_id, Person.source_id == source))).first()
    if kept is None:
        kept = Person(
            id=uuid4() if there else who.id,
            organisation_id=pupil.organisation_id,
            source_id=source,
            given_name=who.given_name,
            family_name=who.family_name,
        )
        session.add(kept)
        await session.flush()
        past.person_id = kept.id
        session.add(past)
        await session.flush()
    found.named += 1
    return kept.id


async def match_term(session: AsyncSession, said: Term | None, organisation: UUID) -> UUID | None:
    """Give the term of the same name and days, made if it is not here."""
    if said is None:
        return None
    wanted = select(schools.Term.id).where(
        schools.Term.organisation_id == organisation,
        schools.Term.title == said.title,
        schools.Term.first_day == said.first_day,
        schools.Term.last_day == said.last_day,
    )
    if (there := (await session.exec(wanted.order_by(col(schools.Term.id)))).first()) is not None:
        return there
    made = schools.Term(
        organisation_id=organisation,
        source_id=f"{FROM_ARCHIVE}{said.id}",
        title=said.title,
        first_day=said.first_day,
        last_day=said.last_day,
    )
    session.add(made)
    await session.flush()
    return made.id
