"""What a row of the plain spreadsheet means: one function a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.schools.roster import records
from server.schools.roster.cells import is_civic
from server.schools.roster.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server.schools.roster.cells import Row
    from server.schools.roster.records import Record

LISTS = ",;\n|"
"""What may part the words of a list within a cell."""
ROLES = {
    **dict.fromkeys(("elev", "pupil", "student"), "pupil"),
    **dict.fromkeys(("vårdnadshavare", "guardian", "förälder", "parent"), "guardian_of"),
    **dict.fromkeys(("kontaktvuxen", "contact adult", "familjehemsförälder", "god man"), "contact_for"),
    **dict.fromkeys(("lärare", "teacher"), "teacher"),
    "mentor": "mentor",
    **dict.fromkeys(("rektor", "principal"), "principal"),
    **dict.fromkeys(("specialpedagog", "special educator", "elevhälsa", "health team"), "counselor"),
    **dict.fromkeys(("skoladministratör", "school administrator", "administratör"), "siteAdministrator"),
    **dict.fromkeys(("huvudmannaadministratör", "organisation administrator"), "districtAdministrator"),
}
"""The words for a role, Swedish and English."""


def human(row: Row) -> Record:
    """Read who somebody is. A personal identity number is never taken for an id."""
    key = row.text("id")
    if is_civic(key):
        row.wrong("id", Reason.civic)
    given, family = row.name("given_name"), row.name("family_name")
    email, born, protected = row.maybe_name("email"), row.born("born"), row.flag("protected")
    return records.Human(row.file, row.line, key, True, given, family, email, born, protected, row.maybe("household"))  # noqa: FBT003


def _school(row: Row) -> tuple[str, list[Record]]:
    """Read which school; an empty cell is the only one there is."""
    name = row.maybe_name("school")
    return name.lower(), [records.Org(row.file, row.line, name.lower(), name, True, "")] if name else []  # noqa: FBT003


def _classes(row: Row) -> tuple[list[records.Group], list[Record]]:
    """Read which classes."""
    school, schools = _school(row)
    names = row.words("class", LISTS)
    row.maybe_name("class")
    if not names:
        row.wrong("class", Reason.empty)
    year = row.maybe("year")
    return [records.Group(row.file, row.line, f"{school}/{one.lower()}", one, "homeroom", school, year=year) for one in names], schools


def pupil(row: Row) -> Iterator[Record]:
    """A pupil in a class; twice is once too often."""
    classes, schools = _classes(row)
    if len(classes) > 1:
        row.wrong("class", Reason.one_class)
    yield from (*schools, *classes)
    key = row.text("id")
    yield from (records.Place(row.file, row.line, key, one.id, key, "student") for one in classes)
    yield from (records.Seer(row.file, row.line, key, one) for one in row.words("seen_by", LISTS))


def _at_home(kind: str) -> Callable[[Row], Iterator[Record]]:
    """Give what reads somebody at home with pupils."""

    def read(row: Row) -> Iterator[Record]:
        pupils, key = row.words("pupils", LISTS), row.text("id")
        if not pupils:
            row.wrong("pupils", Reason.empty)
        return (records.Home(row.file, row.line, one, key, kind, row.maybe("household")) for one in pupils)

    return read


def teacher(row: Row) -> Iterator[Record]:
    """A teacher of classes, in subjects or in the class as such."""
    classes, schools = _classes(row)
    yield from (*schools, *(one._replace(year="") for one in classes))
    key, subjects = row.text("id"), row.words("subject", LISTS)
    row.maybe_name("subject")
    for one in classes:
        for subject in subjects:
            group = f"{one.id}/{subject.lower()}"
            title = f"{one.title} {subject}"
            yield records.Group(row.file, row.line, group, title, "group", one.school, subject=subject, whole=one.id)
            yield records.Place(row.file, row.line, "", group, key, "teacher")
        if not subjects:
            yield records.Place(row.file, row.line, "", one.id, key, "teacher")


def mentor(row: Row) -> Iterator[Record]:
    """A mentor of classes."""
    classes, schools = _classes(row)
    yield from (*schools, *(one._replace(year="") for one in classes))
    yield from (records.Place(row.file, row.line, "", one.id, row.text("id"), "teacher", main=True) for one in classes)


def _leads(role: str) -> Callable[[Row], Iterator[Record]]:
    """Give what reads somebody of a school, or of all of them."""

    def read(row: Row) -> Iterator[Record]:
        school, schools = _school(row)
        yield from schools
        yield records.Role(row.file, row.line, "", row.text("id"), role, "" if role == "districtAdministrator" else school)

    return read


READ: dict[str, Callable[[Row], Iterator[Record]]] = {
    "pupil": pupil,
    "guardian_of": _at_home("guardian_of"),
    "contact_for": _at_home("contact_for"),
    "teacher": teacher,
    "mentor": mentor,
    "principal": _leads("principal"),
    "counselor": _leads("counselor"),
    "siteAdministrator": _leads("siteAdministrator"),
    "districtAdministrator": _leads("districtAdministrator"),
}
"""What reads a row of each role."""
