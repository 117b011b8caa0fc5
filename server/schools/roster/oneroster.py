"""Reading OneRoster 1.2 and 1.1 CSV. Nothing is raised for what the files say: each wrong row is told among the others.

What 1.1 does otherwise: there is no roles.csv, a user has one `role` and a list `orgSourcedIds` instead. Its `administrator`
becomes an administrator of the schools that are named, and never of the organisation above them: an unclear word gives the
smaller right. Its files may lack a manifest line for what it does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.schools.roster.cells import Row, told
from server.schools.roster.columns import File
from server.schools.roster.oneroster_rows import NEEDED, NEEDED_1_1, READ
from server.schools.roster.reasons import Reason
from server.schools.roster.records import BadRow, Met, There
from server.schools.roster.rows import rows
from server.schools.roster.source import UNREADABLE, BombError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.schools.roster.records import Record
    from server.schools.roster.source import Bundle

ALWAYS = (File.orgs, File.sessions, File.classes, File.users, File.roles, File.enrollments)
"""Without these there is no roster; courses and demographics may be absent."""
ORDER = (File.orgs, File.sessions, File.courses, File.classes, File.users, File.roles, File.demographics, File.enrollments)

NAMES = {
    "id": "sourcedId",
    "parent": "parentSourcedId",
    "school": "schoolSourcedId",
    "course": "courseSourcedId",
    "terms": "termSourcedIds",
    "adult": "agentSourcedIds",
    "seer": "metadata.seenBy",
    "person": "userSourcedId",
    "org": "orgSourcedId",
    "klass": "classSourcedId",
}
"""By which column something is known that is found wrong after reading."""


class _Reading:
    """One reading under way: the files, and the version that the manifest names."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.version = "1.2"

    def every(self) -> Iterator[Record]:
        """Give what all files say."""
        said: dict[str, str] = {}
        for row in self._rows(File.manifest, ("propertyName", "value")):
            if isinstance(row, BadRow):
                yield row
            else:
                said[row.cells["propertyName"].strip()] = row.cells["value"].strip()
        self.version = said.get("oneroster.version", self.version)
        if self.version not in {"1.1", "1.2"}:
            yield BadRow(File.manifest, 0, Reason.version)
            return
        for file in ORDER:
            if self.version == "1.2" or file is not File.roles:
                yield from self._file(file, said.get(f"file.{file.removesuffix('.csv')}", "absent"))

    def _file(self, file: File, said: str) -> Iterator[Record]:
        """Give what one file says, in so far as the manifest says that it is there."""
        if said == "delta":
            # A file of changes read as a whole one would end the relations of everyone it does not name.
            yield BadRow(file, 0, Reason.delta)
        elif said == "bulk" or file in ALWAYS:
            yield There(file)
            needed = NEEDED_1_1.get(file, NEEDED[file]) if self.version == "1.1" else NEEDED[file]
            count = 0
            for row in self._rows(file, needed):
                count += 1
                yield from (row,) if isinstance(row, BadRow) else self._records(file, row)
            if not count:
                # OneRoster forbids it, and taken at its word it would end every relation.
                yield BadRow(file, 0, Reason.no_rows)

    def _rows(self, file: File, needed: tuple[str, ...]) -> Iterator[Row | BadRow]:
        """Give the rows of a file; a file that should be there and is not is told."""
        try:
            stream = self.bundle.open(file)
            if stream is None:
                yield BadRow(file, 0, Reason.missing_file)
                return
            with stream:
                yield from rows(stream, file, needed)
        except BombError:
            yield BadRow(file, 0, Reason.bomb)
        except UNREADABLE:
            yield BadRow(file, 0, Reason.not_readable)

    def _records(self, file: File, row: Row) -> Iterator[Record]:
        """Read one row, or tell why it cannot be read; one that is marked to be deleted says nothing."""
        if row.cells.get("status", "").strip() == "tobedeleted":
            return
        found = list(READ[file](row))
        if not row.faults:
            yield from found
            return
        yield from told(file, row.line, row.faults, " ".join(row.cells.get(one, "").strip() for one in ("givenName", "familyName")))
        yield Met(file, row.cells["sourcedId"].strip())


def read(bundle: Bundle) -> Iterator[Record]:
    """Read the roster, row by row."""
    return _Reading(bundle).every()
