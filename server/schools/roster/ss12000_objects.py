"""What each object of SS 12000 means: one function an endpoint."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from server.columns import now
from server.schools.roster import records
from server.schools.roster.cells import Row, WrongCellError
from server.schools.roster.reasons import Reason
from server.schools.roster.teaching import Duty, Lesson, Teaching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.schools.roster.records import Record

Thing = dict[str, Any]

_GROUPS = {"Klass": "homeroom", "Undervisning": "group", "Mentor": "mentor"}
_AT_HOME = {"Vårdnadshavare": "guardian_of", "Familjehemsförälder": "contact_for", "God man": "contact_for"}
_DUTIES = {
    "Rektor": "principal",
    "Skoladministratör": "siteAdministrator",
    **dict.fromkeys(
        ("Speciallärare/specialpedagog", "Specialpedagog", "Kurator", "Skolsköterska", "Skolläkare", "Skolpsykolog"), "counselor"
    ),
}


def _at(thing: object, *way: str) -> object:
    """Give what stands at the end of a way through objects, or nothing."""
    for name in way:
        thing = thing.get(name) if isinstance(thing, dict) else None
    return thing


def _row(endpoint: str, number: int, thing: Thing, *ways: str) -> Row:
    """Give the values at some ways, as the cells of a row.

    Raises:
        WrongCellError: an object or a list stands where a word belongs.
    """
    cells = {}
    for way in ways:
        value = _at(thing, *way.split("."))
        if isinstance(value, dict | list):
            raise WrongCellError(way, Reason.shape)
        cells[way] = "" if value is None else str(value)
    return Row(endpoint, number, cells)


def _list(thing: object, name: str) -> list[Thing]:
    """Give a list of objects, empty where there is none.

    Raises:
        WrongCellError: it is something else.
    """
    found = _at(thing, name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise WrongCellError(name, Reason.shape)
    return found


def organisation(number: int, thing: Thing) -> Iterator[Record]:
    """Read one of `organisations`."""
    row = _row("organisations", number, thing, "id", "displayName", "organisationType", "parentOrganisation.id")
    school = row.text("organisationType") in {"Skolenhet", "Skola"}
    yield records.Org(row.file, number, row.text("id"), row.name("displayName"), school, row.maybe("parentOrganisation.id"))


def person(number: int, thing: Thing) -> Iterator[Record]:
    """Read one of `persons`."""
    row = _row("persons", number, thing, "id", "givenName", "familyName", "birthDate", "securityMarking", "personStatus")
    key, marking = row.text("id"), row.maybe("securityMarking")
    protected = marking != "Ingen" if marking else None
    yield records.Human(
        row.file,
        number,
        key,
        row.maybe("personStatus") in {"", "Aktiv"},
        row.name("givenName"),
        row.name("familyName"),
        _email(number, thing),
        row.born("birthDate"),
        protected,
        "" if protected else _household(number, thing),
        _year(number, thing),
    )
    for one in _list(thing, "responsibles"):
        tie = _row("persons", number, one, "person.id", "relationType")
        if tie.text("person.id") == key:
            raise WrongCellError(column="responsibles", reason=Reason.itself)
        if kind := _AT_HOME.get(tie.maybe("relationType")):
            yield records.Home(row.file, number, key, tie.text("person.id"), kind)


def _email(number: int, thing: Thing) -> str:
    """Choose the school's address before a private one."""
    every = [_row("persons", number, one, "value", "type") for one in _list(thing, "emails")]
    every.sort(key=lambda one: not one.maybe("type").startswith("Skola"))
    return every[0].maybe_name("value") if every else ""


def _household(number: int, thing: Thing) -> str:
    """Give a digest of the registered address; the address itself is not kept."""
    for one in _list(thing, "addresses"):
        row = _row("persons", number, one, "type", "streetAddress", "postalCode")
        if row.maybe("type") in {"Folkbokföring", "Folkbokföringsadress"} and row.maybe("streetAddress") and row.maybe("postalCode"):
            words = " ".join(f"{row.maybe('streetAddress')} {row.maybe('postalCode')}".lower().split())
            return "address " + hashlib.sha256(words.encode()).hexdigest()[:24]
    return ""


def _year(number: int, thing: Thing) -> str:
    """Give the year a pupil is in."""
    for one in _list(thing, "enrolments"):
        row = _row("persons", number, one, "schoolYear", "endDate", "cancelled")
        last = row.maybe_day("endDate")
        if row.maybe("cancelled") != "True" and (last is None or last >= now().date()):
            return row.maybe("schoolYear")
    return ""


def group(number: int, thing: Thing) -> Iterator[Record]:
    """Read one of `groups` with its members."""
    row = _row("groups", number, thing, "id", "displayName", "groupType", "organisation.id", "startDate", "endDate")
    key, kind, (_, last) = row.text("id"), _GROUPS.get(row.text("groupType")), row.period("startDate", "endDate")
    if kind is None or (last is not None and last < now().date()):
        yield records.Met(row.file, key)
        return
    yield records.Group(row.file, number, key, row.name("displayName"), kind, row.text("organisation.id"))
    for one in _list(thing, "groupMemberships"):
        member = _row("groups", number, one, "person.id", "startDate", "endDate")
        yield records.Place(row.file, number, "", key, member.text("person.id"), "student", False, *member.period("startDate", "endDate"))  # noqa: FBT003


def duty(number: int, thing: Thing) -> Iterator[Record]:
    """Read one of `duties`: what a person is at a school, and whose mentor."""
    row = _row("duties", number, thing, "id", "person.id", "dutyRole", "dutyAt.id", "startDate", "endDate")
    who, (first, last) = row.text("person.id"), row.period("startDate", "endDate")
    yield Duty(row.file, number, row.text("id"), who)
    if role := _DUTIES.get(row.maybe("dutyRole")):
        yield records.Role(row.file, number, "", who, role, row.text("dutyAt.id"), first, last)
    for one in _list(thing, "assignmentRole"):
        task = _row("duties", number, one, "group.id", "assignmentRoleType", "startDate", "endDate")
        begin, end = task.period("startDate", "endDate")
        days = [day for day in (end, last) if day]
        if task.maybe("assignmentRoleType") == "Mentor":
            since, until = begin or first, min(days, default=None)
            yield records.Place(row.file, number, "", task.text("group.id"), who, "teacher", True, since, until)  # noqa: FBT003


def activity(number: int, thing: Thing) -> Iterator[Record]:
    """Read one of `activities`: which groups are taught what, and by whom."""
    row = _row("activities", number, thing, "id", "displayName", "syllabus.id", "subject.displayName", "startDate", "endDate")
    key, (_, last) = row.text("id"), row.period("startDate", "endDate")
    if last is not None and last < now().date():
        yield records.Met(row.file, key)
        return
    syllabus, subject = row.maybe("syllabus.id"), row.maybe_name("subject.displayName")
    for one in _list(thing, "groups"):
        place = _row("activities", number, one, "id").text("id")
        yield Lesson(row.file, number, key, row.name("displayName"), place, syllabus, subject)
    for one in _list(thing, "teachers"):
        who = _row("activities", number, one, "duty.id", "person.id", "startDate", "endDate")
        begin, end = who.period("startDate", "endDate")
        yield Teaching(row.file, number, key, who.maybe("duty.id"), who.maybe("person.id"), begin, end or last)


def syllabus(number: int, thing: Thing) -> Iterator[Record]:
    """Read one of `syllabuses`: what a subject is called."""
    row = _row("syllabuses", number, thing, "id", "subjectName", "subjectDesignation")
    yield records.Course(row.file, number, row.text("id"), row.maybe_name("subjectName") or row.maybe_name("subjectDesignation"))


READ: dict[str, Callable[[int, Thing], Iterator[Record]]] = {
    "organisations": organisation,
    "persons": person,
    "groups": group,
    "duties": duty,
    "activities": activity,
    "syllabuses": syllabus,
}
"""What reads the objects of each endpoint."""
