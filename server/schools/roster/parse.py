"""What each file's rows mean: one function a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.schools.roster import records
from server.schools.roster.columns import HOUSEHOLD, PROTECTED, SEEN_BY, File
from server.schools.roster.records import Reason
from server.schools.roster.rows import Row, WrongCellError

if TYPE_CHECKING:
    from datetime import date

NEEDED: dict[File, tuple[str, ...]] = {
    File.manifest: ("propertyName", "value"),
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

_ORGS = frozenset({"department", "school", "district", "local", "state", "national"})
_SESSIONS = frozenset({"gradingPeriod", "semester", "schoolYear", "term"})
_CLASSES = frozenset({"homeroom", "scheduled"})
_ROLES = frozenset(
    {
        *("aide", "counselor", "districtAdministrator", "guardian", "parent", "principal", "proctor", "relative"),
        *("siteAdministrator", "student", "systemAdministrator", "teacher"),
    }
)
_PLACES = frozenset({"administrator", "proctor", "student", "teacher"})


def org(row: Row) -> records.Org:
    """Read a row of orgs.csv."""
    return records.Org(
        line=row.line,
        source_id=row.text("sourcedId"),
        name=row.text("name"),
        is_school=row.choice("type", _ORGS) == "school",
        parent=row.maybe("parentSourcedId"),
    )


def session(row: Row) -> records.AcademicSession:
    """Read a row of academicSessions.csv."""
    first, last = row.day("startDate"), row.day("endDate")
    _in_order("endDate", first, last)
    return records.AcademicSession(
        line=row.line,
        source_id=row.text("sourcedId"),
        title=row.text("title"),
        is_term=row.choice("type", _SESSIONS) in {"term", "semester"},
        first_day=first,
        last_day=last,
    )


def course(row: Row) -> records.Course:
    """Read a row of courses.csv."""
    return records.Course(line=row.line, source_id=row.text("sourcedId"), subjects=row.words("subjects"))


def klass(row: Row) -> records.RosterClass:
    """Read a row of classes.csv."""
    return records.RosterClass(
        line=row.line,
        source_id=row.text("sourcedId"),
        title=row.text("title"),
        homeroom=row.choice("classType", _CLASSES) == "homeroom",
        school=row.text("schoolSourcedId"),
        course=row.maybe("courseSourcedId"),
        terms=row.words("termSourcedIds"),
        grades=row.words("grades"),
        subjects=row.words("subjects"),
    )


def user(row: Row) -> records.User:
    """Read a row of users.csv; the name somebody prefers goes before the registered one."""
    given, family = row.text("givenName"), row.text("familyName")
    return records.User(
        line=row.line,
        source_id=row.text("sourcedId"),
        enabled=row.flag("enabledUser") is not False,
        user_name=row.text("username"),
        given_name=row.maybe("preferredGivenName") or given,
        family_name=row.maybe("preferredFamilyName") or family,
        email=row.maybe("email"),
        agents=row.words("agentSourcedIds"),
        household=row.maybe(HOUSEHOLD),
        protected=row.flag(PROTECTED),
        seen_by=row.words(SEEN_BY),
    )


def role(row: Row) -> records.Role:
    """Read a row of roles.csv."""
    begin, end = _period(row)
    return records.Role(
        line=row.line,
        source_id=row.text("sourcedId"),
        user=row.text("userSourcedId"),
        role=row.choice("role", _ROLES),
        org=row.text("orgSourcedId"),
        begin=begin,
        end=end,
    )


def demographic(row: Row) -> records.Demographic:
    """Read a row of demographics.csv; nothing but the birth date is taken in, whatever else stands there."""
    return records.Demographic(line=row.line, source_id=row.text("sourcedId"), born=row.maybe_day("birthDate"))


def enrollment(row: Row) -> records.Enrollment:
    """Read a row of enrollments.csv."""
    begin, end = _period(row)
    return records.Enrollment(
        line=row.line,
        source_id=row.text("sourcedId"),
        class_id=row.text("classSourcedId"),
        user=row.text("userSourcedId"),
        role=row.choice("role", _PLACES),
        primary=bool(row.flag("primary")),
        begin=begin,
        end=end,
    )


def _period(row: Row) -> tuple[date | None, date | None]:
    """Read from when until when a row holds."""
    begin, end = row.maybe_day("beginDate"), row.maybe_day("endDate")
    _in_order("endDate", begin, end)
    return begin, end


def _in_order(column: str, first: date | None, last: date | None) -> None:
    """Refuse a period that ends before it begins."""
    if first and last and last < first:
        raise WrongCellError(column, Reason.order)
