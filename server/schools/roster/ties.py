"""Which relations a roster speaks of: a pure reading, still in the source's own ids."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from server.people.models import RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.schools.roster.records import Enrollment, Role, Roster


class Place(NamedTuple):
    """What a relation leads to: the column that says it, and the id there."""

    column: str
    source_id: str


class RosterTie(NamedTuple):
    """One relation: who, how, to what."""

    person: str
    kind: RelationKind
    to: Place


@dataclass(frozen=True)
class _Today:
    """The roster with what holds on one day picked out."""

    roster: Roster
    roles: tuple[Role, ...]
    enrollments: tuple[Enrollment, ...]
    enabled: frozenset[str]


def household_of(guardian: str, named: str) -> str:
    """Give the source id of a guardian's home: the one named, or one of their own that no name can equal."""
    return f"home:{named}" if named else f"alone:{guardian}"


def households(roster: Roster) -> dict[str, str]:
    """Give each guardian's home. Two who name none share nothing: apart is the safe guess."""
    return {guardian: household_of(guardian, named) for guardian, named in _guardians(roster)}


def ties(roster: Roster, day: date) -> set[RosterTie]:
    """Give every relation that a roster speaks of on a day. Somebody who is not enabled has none."""
    today = _Today(
        roster,
        tuple(one for one in roster.roles if _holds(one, day)),
        tuple(one for one in roster.enrollments if _holds(one, day)),
        frozenset(user.source_id for user in roster.users if user.enabled),
    )
    found = {*_in_classes(today), *_mentors(today), *_at_home(today), *_in_schools(today), *_granted(today)}
    return {tie for tie in found if tie.person in today.enabled and _reaches(tie, today)}


def _holds(one: Role | Enrollment, day: date) -> bool:
    """Whether a role or place holds on a day; both of its days belong to it."""
    return (one.begin or date.min) <= day <= (one.end or date.max)


def _reaches(tie: RosterTie, today: _Today) -> bool:
    """Leave out what would lead to a pupil who is not enabled."""
    return tie.to.column != "pupil_id" or tie.to.source_id in today.enabled


def _in_classes(today: _Today) -> Iterator[RosterTie]:
    """Pupils and teachers of each class and group."""
    kinds = {"student": RelationKind.pupil_in, "teacher": RelationKind.teacher_in}
    for one in today.enrollments:
        if one.role in kinds:
            yield RosterTie(one.user, kinds[one.role], Place("class_id", one.class_id))


def _mentors(today: _Today) -> Iterator[RosterTie]:
    """The primary teacher of a homeroom is the mentor of each of its pupils."""
    homerooms = {klass.source_id for klass in today.roster.classes if klass.homeroom}
    mentors: dict[str, list[str]] = defaultdict(list)
    for one in today.enrollments:
        if one.role == "teacher" and one.primary and one.class_id in homerooms:
            mentors[one.class_id].append(one.user)
    for one in today.enrollments:
        if one.role == "student":
            yield from (RosterTie(mentor, RelationKind.mentor_of, Place("pupil_id", one.user)) for mentor in mentors[one.class_id])


def _guardians(roster: Roster) -> Iterator[tuple[str, str]]:
    """Give each guardian and the home that is named for them."""
    guardians = {role.user for role in roster.roles if role.role in {"guardian", "parent"}}
    return ((user.source_id, user.household) for user in roster.users if user.source_id in guardians)


def _at_home(today: _Today) -> Iterator[RosterTie]:
    """Those of a pupil's agents who are guardians; an agent of another kind has no rights by the roster."""
    guardians = {role.user for role in today.roles if role.role in {"guardian", "parent"}}
    for pupil in today.roster.users:
        for agent in pupil.agents:
            if agent in guardians:
                yield RosterTie(agent, RelationKind.guardian_of, Place("pupil_id", pupil.source_id))


def _in_schools(today: _Today) -> Iterator[RosterTie]:
    """Those who lead, administer or watch over a school or the organisation."""
    kinds = {
        "principal": RelationKind.principal_of,
        "siteAdministrator": RelationKind.admin_of,
        "counselor": RelationKind.observer_in,
        "districtAdministrator": RelationKind.admin_of,
    }
    schools = {school.source_id for school in today.roster.schools}
    for one in today.roles:
        if one.role in kinds and (one.org in schools or one.role == "districtAdministrator"):
            column = "school_id" if one.org in schools else "organisation_id"
            yield RosterTie(one.user, kinds[one.role], Place(column, one.org))


def _granted(today: _Today) -> Iterator[RosterTie]:
    """Those named for a pupil with protected identity."""
    for pupil in today.roster.users:
        if pupil.protected:
            yield from (RosterTie(one, RelationKind.sees_protected, Place("pupil_id", pupil.source_id)) for one in pupil.seen_by)
