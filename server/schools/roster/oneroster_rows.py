"""What each OneRoster file's rows mean: one function a file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from server.schools.roster import records
from server.schools.roster.columns import HOUSEHOLD, PROTECTED, SEEN_BY, File
from server.schools.roster.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.schools.roster.cells import Row
    from server.schools.roster.records import Record

NEEDED: dict[File, tuple[str, ...]] = {
    File.orgs: ("sourcedId", "name", "type", "parentSourcedId"),
    File.sessions: ("sourcedId", "title", "type", "startDate", "endDate"),
    File.courses: ("sourcedId", "subjects"),
    File.classes: ("sourcedId", "title", "grades", "courseSourcedId", "classType", "schoolSourcedId", "termSourcedIds", "subjects"),
    File.users: ("sourcedId", "enabledUser", "username", "givenName", "familyName", "email", "agentSourcedIds"),
    File.roles: ("sourcedId", "userSourcedId", "role", "beginDate", "endDate", "orgSourcedId"),
    File.demographics: ("sourcedId", "birthDate"),
    File.enrollments: ("sourcedId", "classSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate"),
}
"""The columns without which a file cannot be used; others that OneRoster asks for may be missing."""
NEEDED_1_1 = {File.users: (*NEEDED[File.users], "role", "orgSourcedIds")}
"""What 1.1 has otherwise."""

_OWN = "ext:"
"""OneRoster lets anyone add words of their own to its lists under this prefix."""
_ORGS = frozenset({"department", "school", "district", "local", "state", "national"})
_SESSIONS = frozenset({"gradingPeriod", "semester", "schoolYear", "term"})
_KINDS = {"schoolYear": "year", "term": "term", "semester": "term"}
LONGEST_YEAR = timedelta(days=400)
_CLASSES = frozenset({"homeroom", "scheduled"})
_ROLES = frozenset(
    {
        *("administrator", "aide", "counselor", "districtAdministrator", "guardian", "parent", "principal", "proctor", "relative"),
        *("siteAdministrator", "student", "systemAdministrator", "teacher"),
    }
)
_PLACES = frozenset({"administrator", "proctor", "student", "teacher"})


def org(row: Row) -> Iterator[Record]:
    """Read a row of orgs.csv."""
    is_school = row.choice("type", _ORGS, _OWN) == "school"
    yield records.Org(row.file, row.line, row.text("sourcedId"), row.name("name"), is_school, row.maybe("parentSourcedId"))


def session(row: Row) -> Iterator[Record]:
    """Read a row of academicSessions.csv."""
    first, last = row.day("startDate"), row.day("endDate")
    row.period("startDate", "endDate")
    kind = _KINDS.get(row.choice("type", _SESSIONS, _OWN), "part")
    if kind == "year" and last - first > LONGEST_YEAR:
        row.wrong("endDate", Reason.senseless)
    yield records.Term(row.file, row.line, row.text("sourcedId"), row.name("title"), kind, first, last)


def course(row: Row) -> Iterator[Record]:
    """Read a row of courses.csv."""
    yield records.Course(row.file, row.line, row.text("sourcedId"), ", ".join(row.words("subjects")))


def klass(row: Row) -> Iterator[Record]:
    """Read a row of classes.csv; years as a school says them: 4, not 04."""
    yield records.Group(
        row.file,
        row.line,
        row.text("sourcedId"),
        row.name("title"),
        "homeroom" if row.choice("classType", _CLASSES, _OWN) == "homeroom" else "group",
        row.text("schoolSourcedId"),
        course=row.maybe("courseSourcedId"),
        terms=row.words("termSourcedIds"),
        year="/".join(grade.lstrip("0") or grade for grade in row.words("grades")),
        subject=", ".join(row.words("subjects")),
    )


def user(row: Row) -> Iterator[Record]:
    """Read a row of users.csv; the name somebody prefers goes before the registered one."""
    key = row.text("sourcedId")
    given, family = row.name("givenName"), row.name("familyName")
    row.text("username")
    yield records.Human(
        row.file,
        row.line,
        key,
        row.flag("enabledUser") is not False,
        row.maybe_name("preferredGivenName") or given,
        row.maybe_name("preferredFamilyName") or family,
        row.maybe_name("email"),
        protected=row.flag(PROTECTED),
        household=row.maybe(HOUSEHOLD),
    )
    for agent in row.words("agentSourcedIds"):
        if agent == key:
            row.wrong("agentSourcedIds", Reason.itself)
        yield records.Home(row.file, row.line, key, agent)
    yield from (records.Seer(row.file, row.line, key, one) for one in row.words(SEEN_BY))
    if "role" in row.cells:
        yield from _role_1_1(row, key)


def _role_1_1(row: Row, key: str) -> Iterator[Record]:
    """Read what 1.1 says of a user's role: one role, in several organisations."""
    role = row.choice("role", _ROLES, _OWN)
    for number, place in enumerate(row.words("orgSourcedIds")):
        yield records.Role(row.file, row.line, f"{key} {number}", key, role, place)


def role(row: Row) -> Iterator[Record]:
    """Read a row of roles.csv."""
    first, last = row.period("beginDate", "endDate")
    who, where = row.text("userSourcedId"), row.text("orgSourcedId")
    yield records.Role(row.file, row.line, row.text("sourcedId"), who, row.choice("role", _ROLES, _OWN), where, first, last)


def demographic(row: Row) -> Iterator[Record]:
    """Read a row of demographics.csv; nothing but the birth date is taken in, whatever else stands there."""
    yield records.Born(row.file, row.line, row.text("sourcedId"), row.born("birthDate"))


def enrollment(row: Row) -> Iterator[Record]:
    """Read a row of enrollments.csv."""
    first, last = row.period("beginDate", "endDate")
    yield records.Place(
        row.file,
        row.line,
        row.text("sourcedId"),
        row.text("classSourcedId"),
        row.text("userSourcedId"),
        row.choice("role", _PLACES, _OWN),
        bool(row.flag("primary")),
        first,
        last,
    )


READ: dict[File, Callable[[Row], Iterator[Record]]] = {
    File.orgs: org,
    File.sessions: session,
    File.courses: course,
    File.classes: klass,
    File.users: user,
    File.roles: role,
    File.demographics: demographic,
    File.enrollments: enrollment,
}
"""What reads the rows of each file."""
