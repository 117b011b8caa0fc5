"""What stepping to the next school year would do to a school's classes; nothing is changed by looking."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.organisation.actions.naming import Proposal, propose, year_of
from server.organisation.actions.years import calendar
from server.people.actions import in_force, local_day
from server.people.models import Relation, RelationKind
from server.schools.models import Class, ClassKind, School, Term

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.organisation.models import SchoolYear


@dataclass(frozen=True)
class Target:
    """A school year to step to, and its terms; the classes begin with the first."""

    year: SchoolYear
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Step:
    """A homeroom class of now, who is in it, and what is proposed to become of it."""

    klass: Class
    places: tuple[Relation, ...]
    proposal: Proposal

    @property
    def pupils(self) -> list[UUID]:
        """The pupils, in a fixed order."""
        return sorted({one.person_id for one in self.places})


@dataclass(frozen=True)
class Stepping:
    """All of a school's steps to one school year."""

    school: School
    target: Target
    steps: tuple[Step, ...]

    @property
    def fingerprint(self) -> str:
        """Give a digest of everything this was computed from: who is in which class, and where it leads."""
        seen = [
            str(self.target.year.id),
            str(self.target.terms[0].id),
            [[str(one.klass.id), one.klass.name, one.klass.year, [str(pupil) for pupil in one.pupils]] for one in self.steps],
        ]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


@dataclass(frozen=True)
class Ahead:
    """Where a school can step to, the earliest first; the nearest is the one after the year its classes are in."""

    targets: tuple[Target, ...]
    nearest: Target | None
    lacking: SchoolYear | None
    """The next school year, where it has no term yet and so cannot be stepped to."""


async def ahead(session: AsyncSession, school: School) -> Ahead:
    """Give the school years that are not over and come after the one that the school's classes are in, as far as that is known."""
    known = await calendar(session, school.organisation_id)
    today = local_day(now())
    there = await _days_of_classes(session, school)
    years = [one for one in reversed(known.years) if one.last_day >= today and (not there or one.first_day > min(there))]
    found = [Target(one, tuple(known.terms[one.id])) for one in years if known.terms[one.id]]
    latest = max(there, default=today)
    later = [one for one in found if one.year.first_day > latest]
    lacking = next((one for one in years if one.first_day > latest and not known.terms[one.id]), None)
    return Ahead(tuple(found), next(iter(later or found), None), lacking)


async def _days_of_classes(session: AsyncSession, school: School) -> list[date]:
    """Give the first days of the terms in which the school's homeroom classes with pupils are."""
    days = await session.exec(
        select(col(Term.first_day))
        .join(Class, col(Class.term_id) == Term.id)
        .join(Relation, col(Relation.class_id) == Class.id)
        .where(Class.school_id == school.id, Class.kind == ClassKind.homeroom, Relation.kind == RelationKind.pupil_in, in_force(now()))
        .distinct()
    )
    return list(days)


async def target_of(session: AsyncSession, organisation: UUID, year: UUID) -> Target | None:
    """Give a school year as one to step to, if it is not over and has a term."""
    known = await calendar(session, organisation)
    found = next((one for one in known.years if one.id == year and one.last_day >= local_day(now())), None)
    return Target(found, tuple(known.terms[found.id])) if found and known.terms[found.id] else None


async def look(session: AsyncSession, school: School, target: Target) -> Stepping:
    """See what would become of each homeroom class that has pupils and is not yet of the school year to step to."""
    after = {term.id for term in target.terms}
    rows = await session.exec(
        select(Class, Relation)
        .join(Relation, col(Relation.class_id) == Class.id)
        .join(Term, col(Term.id) == Class.term_id, isouter=True)
        .where(Class.school_id == school.id, Class.kind == ClassKind.homeroom, Relation.kind == RelationKind.pupil_in, in_force(now()))
        .where(col(Term.id).is_(None) | (col(Term.id).not_in(after) & (col(Term.first_day) < target.year.first_day)))
        .order_by(Class.name, col(Class.id))
    )
    places: dict[UUID, list[Relation]] = defaultdict(list)
    classes: dict[UUID, Class] = {}
    for klass, place in rows:
        classes[klass.id] = klass
        places[klass.id].append(place)
    highest = max((year_of(one.name, one.year) for one in classes.values()), default=0)
    steps = [Step(one, tuple(places[one.id]), propose(one.name, one.year, highest)) for one in classes.values()]
    return Stepping(school, target, tuple(steps))


def after(step: Step, proposal: Proposal) -> Step:
    """Give a step with what the administrator has chosen for it."""
    return replace(step, proposal=proposal)


def pupils_of(steps: Iterable[Step]) -> list[UUID]:
    """Give everybody in the classes of some steps."""
    return list(dict.fromkeys(pupil for step in steps for pupil in step.pupils))
