"""What refers to what: each row that points at nothing, at itself or in a circle is found before anything is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.schools.roster.columns import SEEN_BY, File
from server.schools.roster.records import Org, Reason, Roster

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from server.schools.roster.rows import BadRows

Reference = tuple[File, int, str, File, str]
"""From which file and line, in which column, to which file and id."""


def check(roster: Roster, met: Mapping[File, AbstractSet[str]], there: AbstractSet[File], bad: BadRows) -> None:
    """Note what points wrong. An id whose own row is wrong counts as there: one mistake is told once."""
    for file, line, column, other, key in _references(roster):
        if other in there and key not in met[other]:
            bad.note(file, line, Reason.reference, column)
    for user in roster.users:
        if user.source_id in user.agents:
            bad.note(File.users, user.line, Reason.itself, "agentSourcedIds")
    _check_schools(roster, bad)


def _references(roster: Roster) -> Iterator[Reference]:
    """Give every reference in the roster."""
    for org in roster.orgs:
        yield from _to(File.orgs, org.line, "parentSourcedId", File.orgs, (org.parent,))
    for klass in roster.classes:
        yield from _to(File.classes, klass.line, "courseSourcedId", File.courses, (klass.course,))
        yield from _to(File.classes, klass.line, "schoolSourcedId", File.orgs, (klass.school,))
        yield from _to(File.classes, klass.line, "termSourcedIds", File.sessions, klass.terms)
    for user in roster.users:
        yield from _to(File.users, user.line, "agentSourcedIds", File.users, user.agents)
        yield from _to(File.users, user.line, SEEN_BY, File.users, user.seen_by)
    for role in roster.roles:
        yield from _to(File.roles, role.line, "userSourcedId", File.users, (role.user,))
        yield from _to(File.roles, role.line, "orgSourcedId", File.orgs, (role.org,))
    for one in roster.demographics:
        yield from _to(File.demographics, one.line, "sourcedId", File.users, (one.source_id,))
    for place in roster.enrollments:
        yield from _to(File.enrollments, place.line, "classSourcedId", File.classes, (place.class_id,))
        yield from _to(File.enrollments, place.line, "userSourcedId", File.users, (place.user,))


def _to(file: File, line: int, column: str, other: File, keys: Iterable[str]) -> Iterator[Reference]:
    """Give the references of one cell; an empty one refers to nothing."""
    return ((file, line, column, other, key) for key in keys if key)


def _check_schools(roster: Roster, bad: BadRows) -> None:
    """See that all schools stand under one organisation, and that classes and leaders belong to schools."""
    orgs = {org.source_id: org for org in roster.orgs}
    first: Org | None = None
    if not roster.schools and not bad.found:
        bad.note(File.orgs, 0, Reason.no_school)
    for school in roster.schools:
        top, reason = _above(school, orgs)
        if reason is not None:
            bad.note(File.orgs, school.line, reason, "parentSourcedId")
        elif first is not None and top != first:
            bad.note(File.orgs, school.line, Reason.two_organisations, "parentSourcedId")
        first = first or top
    for klass in roster.classes:
        if klass.school in orgs and not orgs[klass.school].is_school:
            bad.note(File.classes, klass.line, Reason.not_a_school, "schoolSourcedId")
    for role in roster.roles:
        if role.role in {"principal", "siteAdministrator"} and role.org in orgs and not orgs[role.org].is_school:
            bad.note(File.roles, role.line, Reason.not_a_school, "orgSourcedId")


def _above(school: Org, orgs: Mapping[str, Org]) -> tuple[Org | None, Reason | None]:
    """Walk up to the topmost organisation, or say why there is none."""
    seen, here = {school.source_id}, school
    while here.parent in orgs:
        here = orgs[here.parent]
        if here.source_id in seen:
            return None, Reason.circle
        seen.add(here.source_id)
    if here.parent:
        return None, None  # it leads to nothing, or to a row that is wrong: that has been told already
    return (None, Reason.no_organisation) if here.is_school else (here, None)


def organisation_of(roster: Roster) -> Org:
    """Give the organisation above the schools of a roster without bad rows.

    Raises:
        ValueError: the roster has no school.
    """
    orgs = {org.source_id: org for org in roster.orgs}
    for school in roster.schools:
        top, _ = _above(school, orgs)
        if top is not None:
            return top
    message = "a roster needs a school"
    raise ValueError(message)
