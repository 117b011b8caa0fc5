"""Who has not answered yet: the pupil, a subject's teachers, a home, by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions import FAMILY, gives_rights, in_force, named
from server.people.models import Relation, RelationKind
from server.plans.models import Phase
from server.preparations.models import Party
from server.schools.models import Class

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person
    from server.people.policy import Actor
    from server.plans.models import Plan
    from server.rounds.staircase import Facts, Part

_NOW = {Phase.draft: (Party.pupil, Party.teachers), Phase.shared: (Party.home,)}
"""Whom a plan waits for in its phases: in all others it waits for nobody's preparation."""


@dataclass(frozen=True)
class Missing:
    """A preparation that the talk waits for, and whose it is."""

    part: Part
    people: list[Person]

    @property
    def party(self) -> Party:
        """Whose it is."""
        return self.part.party

    @property
    def names(self) -> str:
        """The names of those whose it is; none where nobody is there any more."""
        return ", ".join(one.name for one in self.people)


def waited_for(plan: Plan, facts: Facts) -> list[Part]:
    """Give the preparations that a plan waits for now."""
    return [one for one in facts.asked(*_NOW.get(plan.phase, ())) if not one.done]


async def missing_of(
    session: AsyncSession, actor: Actor, plans: Collection[Plan], facts: Mapping[UUID, Facts]
) -> dict[UUID, list[Missing]]:
    """Give for each plan what it waits for, with the names that the reader may know."""
    waiting = [(plan, parts) for plan in plans if (parts := waited_for(plan, facts[plan.id]))]
    taught = await _teachers(session, {plan.pupil_id for plan, parts in waiting if any(one.subject for one in parts)})
    adults = await _adults(session, {plan.pupil_id for plan, parts in waiting if any(one.household_id for one in parts)})

    def whose(plan: Plan, part: Part) -> set[UUID]:
        match part.party:
            case Party.pupil:
                return {plan.pupil_id}
            case Party.teachers:
                return taught.get((plan.pupil_id, part.subject), set())
            case Party.home:
                return adults.get((plan.pupil_id, part.household_id), set())

    found = {plan.id: [(part, whose(plan, part)) for part in parts] for plan, parts in waiting}
    people = await named(session, {one for pairs in found.values() for _, each in pairs for one in each})
    return {
        plan: [Missing(part, _by_name(people[one] for one in each if one not in actor.hidden)) for part, each in pairs]
        for plan, pairs in found.items()
    }


def _by_name(people: Iterable[Person]) -> list[Person]:
    """Put persons in the order of their names."""
    return sorted(people, key=lambda one: (one.name, one.id))


async def _teachers(session: AsyncSession, pupils: set[UUID]) -> dict[tuple[UUID, str], set[UUID]]:
    """Give who teaches each pupil which subject, by pupil and subject."""
    at = now()
    goes = await session.exec(
        select(Relation.person_id, Relation.class_id).where(
            col(Relation.person_id).in_(pupils), Relation.kind == RelationKind.pupil_in, in_force(at)
        )
    )
    classes = [(pupil, klass) for pupil, klass in goes if klass is not None]
    rows = await session.exec(
        select(Relation.class_id, Relation.person_id, Relation.subject, Class.subject)
        .join(Class, col(Class.id) == Relation.class_id)
        .where(col(Relation.class_id).in_({klass for _, klass in classes}), Relation.kind == RelationKind.teacher_in, in_force(at))
    )
    taught: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for key, person, said, own in rows:
        if key is not None:
            taught[key].append((person, said or own))
    found: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
    for pupil, klass in classes:
        for person, subject in taught[klass]:
            found[pupil, subject].add(person)
    return found


async def _adults(session: AsyncSession, pupils: set[UUID]) -> dict[tuple[UUID, UUID | None], set[UUID]]:
    """Give the adults of each pupil's homes, by pupil and household."""
    rows = await session.exec(
        select(Relation.pupil_id, Relation.household_id, Relation.person_id).where(
            col(Relation.pupil_id).in_(pupils), col(Relation.kind).in_(FAMILY), gives_rights(now())
        )
    )
    found: dict[tuple[UUID, UUID | None], set[UUID]] = defaultdict(set)
    for pupil, household, person in rows:
        if pupil is not None:
            found[pupil, household].add(person)
    return found
