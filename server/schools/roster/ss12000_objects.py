"""What each object of SS 12000 means: one function an endpoint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from server.columns import now
from server.people.actions.age import local_day
from server.schools.roster import records
from server.schools.roster.cells import Faults, Row
from server.schools.roster.reasons import Reason
from server.schools.roster.teaching import Duty, Lesson, Teaching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.schools.roster.records import Record

_GROUPS = {"Klass": "homeroom", "Undervisning": "group", "Mentor": "mentor"}
_AT_HOME = {"Vårdnadshavare": "guardian_of", "Familjehemsförälder": "contact_for", "God man": "contact_for"}
_DUTIES = {
    "Rektor": "principal",
    "Skoladministratör": "siteAdministrator",
    **dict.fromkeys(
        ("Speciallärare/specialpedagog", "Specialpedagog", "Kurator", "Skolsköterska", "Skolläkare", "Skolpsykolog"), "counselor"
    ),
}


@dataclass(frozen=True)
class Thing:
    """An object of a list, or one within it: which list, which number, what it says, and what is wrong with all of it."""

    endpoint: str
    number: int
    said: dict[str, Any]
    faults: Faults = field(default_factory=dict)

    def row(self, *ways: str) -> Row:
        """Give the values at some ways, as the cells of a row; where an object or a list stands instead of a word it is wrong."""
        row = Row(self.endpoint, self.number, {}, self.faults)
        cells: dict[str, str] = {}
        for way in ways:
            value = _at(self.said, *way.split("."))
            if isinstance(value, dict | list):
                row.wrong(way, Reason.shape)
            else:
                cells[way] = "" if value is None else str(value)
        return replace(row, cells=cells)

    def list(self, name: str) -> list[Thing]:
        """Give a list of objects, empty where there is none; it is wrong where it is something else."""
        found = self.said.get(name)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.row().wrong(name, Reason.shape)
            return []
        return [Thing(self.endpoint, self.number, one, self.faults) for one in found]

    @property
    def who(self) -> str:
        """Whom it is about, if it is a person."""
        return " ".join(one for name in ("givenName", "familyName") if isinstance(one := self.said.get(name), str))


def _at(thing: object, *way: str) -> object:
    """Give what stands at the end of a way through objects, or nothing."""
    for name in way:
        thing = thing.get(name) if isinstance(thing, dict) else None
    return thing


def organisation(thing: Thing) -> Iterator[Record]:
    """Read one of `organisations`."""
    row = thing.row("id", "displayName", "organisationType", "parentOrganisation.id")
    school = row.text("organisationType") in {"Skolenhet", "Skola"}
    yield records.Org(row.file, row.line, row.text("id"), row.name("displayName"), school, row.maybe("parentOrganisation.id"))


def person(thing: Thing) -> Iterator[Record]:
    """Read one of `persons`."""
    row = thing.row("id", "givenName", "familyName", "birthDate", "securityMarking", "personStatus")
    key, marking = row.text("id"), row.maybe("securityMarking")
    protected = marking != "Ingen" if marking else None
    yield records.Human(
        row.file,
        row.line,
        key,
        row.maybe("personStatus") in {"", "Aktiv"},
        row.name("givenName"),
        row.name("familyName"),
        _email(thing),
        row.born("birthDate"),
        protected,
        "" if protected else _household(thing),
        _year(thing),
    )
    for one in thing.list("responsibles"):
        tie = one.row("person.id", "relationType")
        if key and tie.text("person.id") == key:
            row.wrong("responsibles", Reason.itself)
        if kind := _AT_HOME.get(tie.maybe("relationType")):
            yield records.Home(row.file, row.line, key, tie.text("person.id"), kind)


def _email(thing: Thing) -> str:
    """Choose the school's address before a private one."""
    every = [one.row("value", "type") for one in thing.list("emails")]
    every.sort(key=lambda one: not one.maybe("type").startswith("Skola"))
    return every[0].maybe_name("value") if every else ""


def _household(thing: Thing) -> str:
    """Give a digest of the registered address; the address itself is not kept."""
    for one in thing.list("addresses"):
        row = one.row("type", "streetAddress", "postalCode")
        if row.maybe("type") in {"Folkbokföring", "Folkbokföringsadress"} and row.maybe("streetAddress") and row.maybe("postalCode"):
            words = " ".join(f"{row.maybe('streetAddress')} {row.maybe('postalCode')}".lower().split())
            return "address " + hashlib.sha256(words.encode()).hexdigest()[:24]
    return ""


def _year(thing: Thing) -> str:
    """Give the year a pupil is in."""
    for one in thing.list("enrolments"):
        row = one.row("schoolYear", "endDate", "cancelled")
        last = row.maybe_day("endDate")
        if row.maybe("cancelled") != "True" and (last is None or last >= local_day(now())):
            return row.maybe("schoolYear")
    return ""


def group(thing: Thing) -> Iterator[Record]:
    """Read one of `groups` with its members."""
    row = thing.row("id", "displayName", "groupType", "organisation.id", "startDate", "endDate")
    key, kind, (_, last) = row.text("id"), _GROUPS.get(row.text("groupType")), row.period("startDate", "endDate")
    if kind is None or (last is not None and last < local_day(now())):
        yield records.Met(row.file, key)
        return
    yield records.Group(row.file, row.line, key, row.name("displayName"), kind, row.text("organisation.id"))
    for one in thing.list("groupMemberships"):
        member = one.row("person.id", "startDate", "endDate")
        yield records.Place(row.file, row.line, "", key, member.text("person.id"), "student", False, *member.period("startDate", "endDate"))  # noqa: FBT003


def duty(thing: Thing) -> Iterator[Record]:
    """Read one of `duties`: what a person is at a school, and whose mentor."""
    row = thing.row("id", "person.id", "dutyRole", "dutyAt.id", "startDate", "endDate")
    who, (first, last) = row.text("person.id"), row.period("startDate", "endDate")
    yield Duty(row.file, row.line, row.text("id"), who)
    if role := _DUTIES.get(row.maybe("dutyRole")):
        yield records.Role(row.file, row.line, "", who, role, row.text("dutyAt.id"), first, last)
    for one in thing.list("assignmentRole"):
        task = one.row("group.id", "assignmentRoleType", "startDate", "endDate")
        begin, end = task.period("startDate", "endDate")
        days = [day for day in (end, last) if day]
        if task.maybe("assignmentRoleType") == "Mentor":
            since, until = begin or first, min(days, default=None)
            yield records.Place(row.file, row.line, "", task.text("group.id"), who, "teacher", True, since, until)  # noqa: FBT003


def activity(thing: Thing) -> Iterator[Record]:
    """Read one of `activities`: which groups are taught what, and by whom."""
    row = thing.row("id", "displayName", "syllabus.id", "subject.displayName", "startDate", "endDate")
    key, (_, last) = row.text("id"), row.period("startDate", "endDate")
    if last is not None and last < local_day(now()):
        yield records.Met(row.file, key)
        return
    syllabus, subject = row.maybe("syllabus.id"), row.maybe_name("subject.displayName")
    for one in thing.list("groups"):
        place = one.row("id").text("id")
        yield Lesson(row.file, row.line, key, row.name("displayName"), place, syllabus, subject)
    for one in thing.list("teachers"):
        who = one.row("duty.id", "person.id", "startDate", "endDate")
        begin, end = who.period("startDate", "endDate")
        yield Teaching(row.file, row.line, key, who.maybe("duty.id"), who.maybe("person.id"), begin, end or last)


def syllabus(thing: Thing) -> Iterator[Record]:
    """Read one of `syllabuses`: what a subject is called."""
    row = thing.row("id", "subjectName", "subjectDesignation")
    yield records.Course(row.file, row.line, row.text("id"), row.maybe_name("subjectName") or row.maybe_name("subjectDesignation"))


READ: dict[str, Callable[[Thing], Iterator[Record]]] = {
    "organisations": organisation,
    "persons": person,
    "groups": group,
    "duties": duty,
    "activities": activity,
    "syllabuses": syllabus,
}
"""What reads the objects of each endpoint."""
