"""Reading SS 12000:2020, the Swedish standard, as its interface gives it: lists of objects, in one file, several or many pages.

What is taken from it, after the standard's information model and its OpenAPI description:

- `organisations`: the `Huvudman` is the organisation, a `Skolenhet` a school; a `Skola` is one where it has no units below it.
- `persons`: name, birth date, the school's address before a private one. `securityMarking` other than `Ingen` is a protected identity.
  `civicNo`, photo, telephone and postal addresses are never kept. Two at home with one pupil are a household when their registered
  address is the same: what is kept of it is a digest. `responsibles` are guardians; `Familjehemsförälder` and `God man` are contact
  adults; any other kind has no rights by the roster.
- `groups`: `Klass` is a homeroom class, `Undervisning` a subject group, `Mentor` says whose mentor somebody is and is no class here. Other
  kinds, and groups that are over, are passed over.
- `duties`: principals, school administrators and the health team get their school; who leads an area gets each school in it. An
  `assignmentRole` of `Mentor` makes the mentor of a group's pupils.
- `activities`: who teaches which subject in which group. A whole class that is taught gets a group of its own, with all its pupils.
- `syllabuses`: the subjects' names; these alone may be missing.

In these files a line is an object's number in its list, since a whole list often stands on one line.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

import ijson
from ijson.common import ObjectBuilder

from server.schools.roster.cells import WrongCellError
from server.schools.roster.reasons import Reason
from server.schools.roster.records import BadRow, Met, There
from server.schools.roster.source import UNREADABLE, BombError
from server.schools.roster.ss12000_objects import READ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.schools.roster.records import Record
    from server.schools.roster.source import Bundle

ENDPOINTS = ("organisations", "persons", "groups", "duties", "activities", "syllabuses")
"""What is read, by the names of the interface."""
NEEDED = ENDPOINTS[:-1]
NAMES = {
    "adult": "responsibles",
    "pupil": "id",
    "klass": "groups",
    "school": "organisation",
    "person": "person",
    "org": "dutyAt",
    "parent": "parentOrganisation",
}
MOST_PARTS = 50_000
"""Parts of one object; a group with a thousand members has some five thousand."""


class Lists:
    """Tells objects apart by the endpoint they belong to, and counts them."""

    def __init__(self) -> None:
        """Nothing has been read yet."""
        self.counts = dict.fromkeys(ENDPOINTS, 0)
        self.there: set[str] = set()

    def records(self, stream: IO[bytes], endpoint: str | None) -> Iterator[Record]:
        """Read a list, or, where no endpoint is named, a file that holds several by their names."""
        file = endpoint or "SS 12000"
        try:
            for which, thing in objects(stream, endpoint):
                self.counts[which] += 1
                yield from self._read(which, self.counts[which], thing)
        except BombError:
            yield BadRow(file, 0, Reason.bomb)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError):
            yield BadRow(file, self.counts.get(file, 0) + 1, Reason.not_json)
        except UNREADABLE:
            yield BadRow(file, self.counts.get(file, 0) + 1, Reason.not_readable)

    def _read(self, which: str, number: int, thing: dict[str, Any] | None) -> Iterator[Record]:
        """Read one object, or tell why it cannot be read."""
        if thing is None:
            yield BadRow(which, number, Reason.too_large)
            return
        try:
            yield from list(READ[which](number, thing))
        except WrongCellError as wrong:
            yield BadRow(which, number, wrong.reason, wrong.column)
            if isinstance(key := thing.get("id"), str):
                yield Met(which, key.replace("\x00", ""))

    def end(self) -> Iterator[Record]:
        """Say what there is, and what is missing; an empty list read as it stands would end relations."""
        for which, count in self.counts.items():
            if count:
                yield There(which)
            elif which in NEEDED:
                yield BadRow(which, 0, Reason.no_rows if which in self.there else Reason.missing_file)


def objects(stream: IO[bytes], endpoint: str | None) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Give object after object with its endpoint; None for one that is larger than any can be."""
    places = {"item": endpoint, "data.item": endpoint} if endpoint else {}
    for one in ENDPOINTS:
        places |= {f"{one}.item": one, f"{one}.data.item": one}
    builder, here, parts = None, "", 0
    for prefix, event, value in ijson.parse(stream, multiple_values=True):
        if builder is None:
            if prefix not in places or not places[prefix]:
                continue
            if event != "start_map":
                yield places[prefix], {}  # told as an object without an id
                continue
            builder, here, parts = ObjectBuilder(), prefix, 0
        parts += 1
        if parts <= MOST_PARTS:
            builder.event(event, value)
        if event == "end_map" and prefix == here:
            yield places[here], builder.value if parts <= MOST_PARTS else None
            builder = None


def endpoint_of(name: str) -> str | None:
    """Say of which endpoint a file is: `persons.json`, `persons-2.json`."""
    stem = PurePosixPath(name).stem.lower()
    return next((one for one in ENDPOINTS if stem.startswith(one)), None)


def read(bundle: Bundle) -> Iterator[Record]:
    """Read every JSON file there is, page by page."""
    lists = Lists()
    for name in sorted(one for one in bundle.names if one.lower().endswith(".json") or len(bundle.names) == 1):
        lists.there.add(endpoint_of(name) or "")
        try:
            stream = bundle.open(name)
        except UNREADABLE:
            yield BadRow(name, 0, Reason.not_readable)
            continue
        if stream is not None:
            with stream:
                yield from lists.records(stream, endpoint_of(name))
    yield from lists.end()
