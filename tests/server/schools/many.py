"""A roster of many people, written row by row: for what must stay quick and small however large a roster is."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from typing import TYPE_CHECKING

from server.schools.roster.columns import COLUMNS, MANIFEST_FILES, File

if TYPE_CHECKING:
    from pathlib import Path

CLASS = 25
SUBJECTS = ("SV", "MA", "EN", "NO")
CLASSES = 20
"""Classes in a school; each has its pupils, two guardians a pupil, and a teacher or two."""


class Writer:
    """Writes the files side by side."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.files = {}
        for file, columns in COLUMNS.items():
            stream = stack.enter_context((folder / file).open("w", encoding="utf-8", newline=""))
            self.files[file] = csv.DictWriter(stream, columns, restval="")
            self.files[file].writeheader()
        self.people = 0

    def put(self, file: File, **cells: str) -> None:
        self.files[file].writerow({name.replace("metadata_", "metadata."): value for name, value in cells.items()})

    def person(self, key: str, role: str, school: str, **cells: str) -> None:
        self.people += 1
        name = {"givenName": f"Given{self.people}", "familyName": f"Family{self.people % 997}", "enabledUser": "true", "username": key}
        self.put(File.users, sourcedId=key, **{"email": f"{key}@x.invalid", **name, **cells})
        self.put(File.roles, sourcedId=f"r-{key}", userSourcedId=key, roleType="primary", role=role, orgSourcedId=school)

    def place(self, klass: str, key: str, role: str, primary: str = "") -> None:
        self.put(File.enrollments, sourcedId=f"{klass} {key}", classSourcedId=klass, userSourcedId=key, role=role, primary=primary)


def write_many(folder: Path, people: int) -> int:
    """Write a roster of about so many people; give how many they are."""
    with ExitStack() as stack:
        out = Writer(folder, stack)
        said = {"manifest.version": "1.0", "oneroster.version": "1.2"}
        said |= {f"file.{name}": "bulk" if f"{name}.csv" in set(File) else "absent" for name in MANIFEST_FILES}
        for name, value in said.items():
            out.files[File.manifest].writerow({"propertyName": name, "value": value})
        out.put(File.orgs, sourcedId="many", name="Stor kommun", type="district")
        out.put(File.sessions, sourcedId="ht", title="HT", type="term", startDate="2026-08-17", endDate="2026-12-18")
        out.put(File.courses, sourcedId="course", title="Course")
        number = 0
        while out.people < people:
            _write_class(out, number, people)
            number += 1
    return out.people


def _write_class(out: Writer, number: int, people: int) -> None:
    """Write a class with its homes, its mentor and its groups."""
    school = f"school-{number // CLASSES}"
    if number % CLASSES == 0:
        out.put(File.orgs, sourcedId=school, name=school, type="school", parentSourcedId="many")
        out.person(f"head-{school}", "principal", school)
    common = {"courseSourcedId": "course", "schoolSourcedId": school, "termSourcedIds": "ht", "grades": "04"}
    homeroom, mentor = f"class-{number}", f"mentor-{number}"
    out.put(File.classes, sourcedId=homeroom, title=f"4-{number}", classType="homeroom", **common)
    for subject in SUBJECTS:
        out.put(
            File.classes,
            sourcedId=f"{homeroom} {subject}",
            title=f"4-{number} {subject}",
            classType="scheduled",
            subjects=subject,
            **common,
        )
    out.person(mentor, "teacher", school)
    for klass in (homeroom, *(f"{homeroom} {subject}" for subject in SUBJECTS)):
        out.place(klass, mentor, "teacher", "true")
    for seat in range(CLASS):
        if out.people >= people:
            return
        pupil = f"pupil-{number}-{seat}"
        homes = [f"home-{number}-{seat}-{one}" for one in "ab"]
        out.person(pupil, "student", school, agentSourcedIds=",".join(homes))
        out.put(File.demographics, sourcedId=pupil, birthDate="2016-01-02")
        for one in homes:
            out.person(one, "guardian", school, metadata_household=f"home-{number}-{seat}")
        for klass in (homeroom, *(f"{homeroom} {subject}" for subject in SUBJECTS)):
            out.place(klass, pupil, "student")
