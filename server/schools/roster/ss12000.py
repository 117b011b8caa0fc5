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

from server.schools.roster.cells import told
from server.schools.roster.json_parts import TooLargeError, parts
from server.schools.roster.reasons import Reason
from server.schools.roster.records import BadRow, Met, There
from server.schools.roster.source import UNREADABLE, BombError
from server.schools.roster.ss12000_objects import READ, Thing

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
PART = 100
"""So many letters of a text count as a part more."""


class Lists:
    """Tells objects apart by the endpoint they belong to, and counts them."""

    def __init__(self) -> None:
        """Nothing has been read yet."""
        self.counts = dict.fromkeys(ENDPOINTS, 0)
        self.there: set[str] = set()
        self.torn = False
        """Whether a file could not be read to its end: then nothing is said of what is missing, too."""

    def records(self, stream: IO[bytes], endpoint: str | None, title: str = "") -> Iterator[Record]:
        """Read a list, or, where no endpoint is named, a file that holds several by their names; `title` is what the file is called."""
        try:
            for which, thing in objects(stream, endpoint):
                self.counts[which] += 1
                yield from self._read(which, self.counts[which], thing)
        except BombError:
            yield self.tear(title or endpoint, Reason.bomb)
        except TooLargeError:
            yield self.tear(title or endpoint, Reason.too_large)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError):
            yield self.tear(title or endpoint, Reason.not_json)
        except UNREADABLE:
            yield self.tear(title or endpoint, Reason.not_readable)

    def tear(self, title: str | None, reason: Reason) -> BadRow:
        """Tell that a file as a whole cannot be used."""
        self.torn = True
        return BadRow(title or "SS 12000", 0, reason)

    def _read(self, which: str, number: int, said: dict[str, Any] | None) -> Iterator[Record]:
        """Read one object, or tell all that is wrong with it."""
        if said is None:
            yield BadRow(which, number, Reason.too_large)
            return
        thing = Thing(which, number, said)
        found = list(READ[which](thing))
        if not thing.faults:
            yield from found
            return
        yield from told(which, number, thing.faults, thing.who)
        if isinstance(key := said.get("id"), str):
            yield Met(which, key.replace("\x00", ""))

    def end(self) -> Iterator[Record]:
        """Say what there is, and what is missing; an empty list read as it stands would end relations."""
        for which, count in self.counts.items():
            if count:
                yield There(which)
            elif which in NEEDED and not self.torn:
                yield BadRow(which, 0, Reason.no_rows if which in self.there else Reason.missing_file)


def objects(stream: IO[bytes], endpoint: str | None) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Give object after object with its endpoint; None for one that is larger than any can be."""
    places = _places(endpoint)
    way: list[str] = []
    """By which names one comes to what is being read; a list's things are called `item`."""
    builder, own, weight = None, 0, 0
    for depth, event, value in parts(stream):
        if builder is not None:
            weight += 1 + (len(value) // PART if isinstance(value, str) else 0)
            if weight <= MOST_PARTS:
                builder.event(event, value)
            if depth == own and event == "end_map":
                yield places[tuple(way)], builder.value if weight <= MOST_PARTS else None
                builder = None
        elif event == "map_key":
            way[-1] = value
        elif event in {"end_map", "end_array"}:
            way.pop()
        elif event == "start_map" and tuple(way) in places:
            builder, own, weight = ObjectBuilder(), depth, 1
            builder.event(event, value)
        else:
            if tuple(way) in places:
                yield places[tuple(way)], {}  # told as an object without an id
            if event in {"start_map", "start_array"}:
                way.append("item")


def _places(endpoint: str | None) -> dict[tuple[str, ...], str]:
    """Give the ways at whose end an endpoint's objects stand."""
    places: dict[tuple[str, ...], str] = {("item",): endpoint, ("data", "item"): endpoint} if endpoint else {}
    for one in ENDPOINTS:
        places |= {(one, "item"): one, (one, "data", "item"): one}
    return places


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
            yield lists.tear(name, Reason.not_readable)
            continue
        if stream is not None:
            with stream:
                yield from lists.records(stream, endpoint_of(name), name)
    yield from lists.end()
