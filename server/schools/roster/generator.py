"""Writes the demo school as OneRoster 1.2 CSV files: the same bytes every time."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from server.schools.roster.columns import COLUMNS, HOUSEHOLD, MANIFEST_FILES, PROTECTED, SEEN_BY, File
from server.schools.roster.families import FAMILIES, SUBJECTS, TEACHING
from server.schools.roster.invented import Invented, everyone, source_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Cells = dict[str, str]

DISTRICT = "ekby-kommun"
SCHOOL = "ekskolan"
YEAR = "lasar-2026"
TERMS = ("ht-2026", "vt-2027")


def write_demo_school(folder: Path) -> None:
    """Write the files into a folder, over what was there by these names."""
    folder.mkdir(parents=True, exist_ok=True)
    people = everyone()
    files: dict[File, Iterable[Cells]] = {
        File.manifest: _manifest(),
        File.orgs: _orgs(),
        File.sessions: _sessions(),
        File.courses: _courses(),
        File.classes: _classes(),
        File.users: (_user(one) for one in people),
        File.roles: (_role(one, role, first=role == one.roles[0]) for one in people for role in one.roles),
        File.demographics: ({"sourcedId": one.source_id, "birthDate": one.born.isoformat()} for one in people if one.born),
        File.enrollments: _enrollments(people),
    }
    for file, rows in files.items():
        with (folder / file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS[file], restval="")
            writer.writeheader()
            writer.writerows(rows)


def _manifest() -> Iterable[Cells]:
    """Say which files there are."""
    here = {file.removesuffix(".csv") for file in File}
    said = {
        "manifest.version": "1.0",
        "oneroster.version": "1.2",
        **{f"file.{name}": "bulk" if name in here else "absent" for name in MANIFEST_FILES},
        "source.systemName": "Stegvis demo school",
        "source.systemCode": "stegvis-demo",
    }
    return ({"propertyName": name, "value": value} for name, value in said.items())


def _orgs() -> Iterable[Cells]:
    """A municipality with one school."""
    yield {"sourcedId": DISTRICT, "name": "Ekby kommun", "type": "district"}
    yield {"sourcedId": SCHOOL, "name": "Ekskolan", "type": "school", "parentSourcedId": DISTRICT}


def _sessions() -> Iterable[Cells]:
    """A school year of two terms."""
    titles = ("Läsåret 2026/27", "Höstterminen 2026", "Vårterminen 2027")
    days = (("2026-08-17", "2027-06-11"), ("2026-08-17", "2026-12-18"), ("2027-01-11", "2027-06-11"))
    for key, title, (first, last) in zip((YEAR, *TERMS), titles, days, strict=True):
        yield {
            "sourcedId": key,
            "title": title,
            "type": "schoolYear" if key == YEAR else "term",
            "startDate": first,
            "endDate": last,
            "parentSourcedId": "" if key == YEAR else YEAR,
            "schoolYear": "2027",  # OneRoster names a school year after the year in which it ends
        }


def _courses() -> Iterable[Cells]:
    """A course a subject, and one for the homeroom classes, since a class needs one."""
    common = {"schoolYearSourcedId": YEAR, "orgSourcedId": SCHOOL}
    yield {**common, "sourcedId": "kurs-mentorstid", "title": "Mentorstid", "courseCode": "MENTOR"}
    for code, subject in SUBJECTS.items():
        own = {"sourcedId": f"kurs-{code.lower()}", "title": subject, "courseCode": code, "subjects": subject, "subjectCodes": code}
        yield common | own


def _classes() -> Iterable[Cells]:
    """Each homeroom class, then its subject groups."""
    for name, taught in TEACHING.items():
        common = {"grades": _grade(name), "schoolSourcedId": SCHOOL, "termSourcedIds": ",".join(TERMS)}
        homeroom = {"sourcedId": _homeroom(name), "title": name, "courseSourcedId": "kurs-mentorstid", "classType": "homeroom"}
        yield common | homeroom
        for code in taught:
            yield common | {
                "sourcedId": _group(name, code),
                "title": f"{name} {SUBJECTS[code]}",
                "courseSourcedId": f"kurs-{code.lower()}",
                "classCode": f"{name}{code}",
                "classType": "scheduled",
                "subjects": SUBJECTS[code],
                "subjectCodes": code,
            }


def _user(person: Invented) -> Cells:
    """A person."""
    given, family = person.name.split(" ", 1)
    return {
        "sourcedId": person.source_id,
        "enabledUser": "true",
        "username": person.user_name,
        "givenName": given,
        "familyName": family,
        "email": person.email,
        "agentSourcedIds": ",".join(person.agents),
        "grades": _grade(person.class_name) if person.class_name else "",
        "primaryOrgSourcedId": SCHOOL,
        HOUSEHOLD: person.home,
        PROTECTED: "true" if person.protected else "false",
        SEEN_BY: ",".join(person.seen_by),
    }


def _role(person: Invented, role: str, *, first: bool) -> Cells:
    """What a person is at the school, or above it; who is several things is so by several rows."""
    return {
        "sourcedId": f"roll-{person.source_id}-{role.lower()}",
        "userSourcedId": person.source_id,
        "roleType": "primary" if first else "secondary",
        "role": role,
        "orgSourcedId": DISTRICT if role == "districtAdministrator" else SCHOOL,
    }


def _enrollments(people: list[Invented]) -> Iterable[Cells]:
    """Mentor and pupils of each homeroom class, teacher and pupils of each of its groups."""
    for name in FAMILIES:
        pupils = [one.source_id for one in people if one.class_name == name]
        yield from _places(_homeroom(name), f"mentor.{name.lower()}", pupils)
        for code, teacher in TEACHING[name].items():
            yield from _places(_group(name, code), teacher, pupils)


def _places(class_id: str, teacher: str, pupils: list[str]) -> Iterable[Cells]:
    """The places of one class or group."""
    yield _place(class_id, source_id(teacher), "teacher", "true")
    yield from (_place(class_id, pupil, "student", "") for pupil in pupils)


def _place(class_id: str, user: str, role: str, primary: str) -> Cells:
    """One place in a class."""
    return {
        "sourcedId": f"{class_id}-{user}",
        "classSourcedId": class_id,
        "schoolSourcedId": SCHOOL,
        "userSourcedId": user,
        "role": role,
        "primary": primary,
    }


def _grade(class_name: str) -> str:
    """Say a class's year as OneRoster does: 04."""
    return f"{int(class_name[:-1]):02}"


def _homeroom(class_name: str) -> str:
    """Name a homeroom class in the roster."""
    return f"klass-{class_name.lower()}"


def _group(class_name: str, code: str) -> str:
    """Name a subject group in the roster."""
    return f"grupp-{class_name.lower()}-{code.lower()}"
