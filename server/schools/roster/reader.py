"""Reading a OneRoster 1.2 folder or zip. Nothing is raised for what the files say: each wrong row is listed."""

from __future__ import annotations

from dataclasses import replace
from typing import IO, TYPE_CHECKING, Protocol, TypeVar

from server.schools.roster import parse
from server.schools.roster.columns import File
from server.schools.roster.records import Reason, Roster
from server.schools.roster.references import check
from server.schools.roster.rows import BadRows, Row, WrongCellError, rows
from server.schools.roster.source import UNREADABLE, as_text, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

VERSION = "1.2"
ALWAYS = frozenset({File.orgs, File.sessions, File.classes, File.users, File.roles, File.enrollments})
"""Without these there is no roster; courses and demographics may be absent."""


class _Record(Protocol):
    """Anything that has an id of the source's own."""

    @property
    def source_id(self) -> str: ...


Known = TypeVar("Known", bound=_Record)


class _Reading:
    """One reading under way: the files, what was found wrong, and every id met, also on a row that is wrong."""

    def __init__(self, find: Callable[[str], IO[bytes] | None]) -> None:
        self.find = find
        self.bad = BadRows()
        self.met: dict[File, set[str]] = {file: set() for file in File}
        self.there: frozenset[File] = frozenset()

    def rows(self, file: File) -> Iterator[Row]:
        """Give the rows of a file; a file that should be there and is not is noted."""
        try:
            binary = self.find(file)
        except UNREADABLE:
            self.bad.note(file, 0, Reason.not_readable)
            return
        if binary is None:
            self.bad.note(file, 0, Reason.missing_file)
            return
        with binary, as_text(binary) as stream:
            yield from rows(stream, file, parse.NEEDED[file], self.bad)

    def manifest(self) -> None:
        """Learn which files there are; a roster of another version, or of changes only, is refused."""
        said = {row.cells["propertyName"].strip(): row.cells["value"].strip() for row in self.rows(File.manifest)}
        if said.get("oneroster.version", VERSION) != VERSION:
            self.bad.note(File.manifest, 0, Reason.version)
        values = {file: said.get(f"file.{file.removesuffix('.csv')}", "absent") for file in parse.NEEDED if file is not File.manifest}
        for file, value in values.items():
            # A file of changes read as a whole one would end the relations of everyone it does not name.
            if value == "delta":
                self.bad.note(file, 0, Reason.delta)
        self.there = frozenset(file for file, value in values.items() if value == "bulk" or (file in ALWAYS and value != "delta"))

    def records(self, file: File, read: Callable[[Row], Known]) -> tuple[Known, ...]:
        """Give what a file says, row by row, without the rows that are wrong or marked to be deleted."""
        if file not in self.there:
            return ()
        before = len(self.bad.found)
        found = tuple(one for row in self.rows(file) if (one := self._record(file, row, read)))
        if not found and len(self.bad.found) == before:
            # OneRoster forbids it, and taken at its word it would end every relation.
            self.bad.note(file, 0, Reason.no_rows)
        return found

    def _record(self, file: File, row: Row, read: Callable[[Row], Known]) -> Known | None:
        """Read one row, or note why it cannot be read."""
        key = row.cells["sourcedId"].strip()
        if row.cells.get("status", "").strip() == "tobedeleted":
            return None
        if key in self.met[file]:
            self.bad.note(file, row.line, Reason.twice, "sourcedId")
            return None
        self.met[file].add(key)
        try:
            return read(row)
        except WrongCellError as wrong:
            self.bad.note(file, row.line, wrong.reason, wrong.column)
            return None


def read(path: Path) -> Roster:
    """Read the roster in a folder or a zip."""
    try:
        with opened(path) as find:
            return _read(_Reading(find))
    except UNREADABLE:
        bad = BadRows()
        bad.note(path.name, 0, Reason.not_readable)
        return Roster(bad_rows=tuple(bad.found))


def _read(reading: _Reading) -> Roster:
    """Read file after file, then judge what refers to what."""
    reading.manifest()
    roster = Roster(
        orgs=reading.records(File.orgs, parse.org),
        sessions=reading.records(File.sessions, parse.session),
        courses=reading.records(File.courses, parse.course),
        classes=reading.records(File.classes, parse.klass),
        users=reading.records(File.users, parse.user),
        roles=reading.records(File.roles, parse.role),
        demographics=reading.records(File.demographics, parse.demographic),
        enrollments=reading.records(File.enrollments, parse.enrollment),
    )
    check(roster, reading.met, reading.there, reading.bad)
    return replace(roster, bad_rows=tuple(reading.bad.found))
