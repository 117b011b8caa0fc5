"""The past of a text: strokes gathered into moments, each as what every person wrote in it; and how it is kept small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pycrdt import Doc, merge_updates, write_var_uint

from server.texts.document import EMPTY
from server.texts.lib0 import Reader
from server.texts.update import parse, parse_state, skip_structs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

Who = TypeVar("Who")
PAUSE = timedelta(seconds=30)
"""Who writes on after so long a pause begins a new moment."""
SETTLED = timedelta(seconds=20)
"""Somebody else begins a new moment, unless this one is younger: two who write at once share theirs."""
LONGEST = timedelta(minutes=3)
MOST_MOMENTS = 300
"""More moments than this are not kept of one text: the older ones become longer."""
MOST_BYTES = 4 * 1_048_576
"""Nor more bytes: the oldest moments become one state, without what was deleted in them and without who wrote it."""


@dataclass(frozen=True)
class Stroke:
    """One Yjs update as it was acknowledged."""

    seq: int
    person: UUID
    at: datetime
    payload: bytes


@dataclass(frozen=True)
class Moment:
    """Some minutes of a text: until which update, from when until when, and what each person wrote."""

    seq: int
    since: datetime
    at: datetime
    parts: tuple[tuple[UUID | None, bytes], ...]

    @property
    def size(self) -> int:
        """Give the bytes it takes."""
        return sum(len(payload) for _, payload in self.parts)


def bursts(strokes: Iterable[Stroke]) -> list[list[Stroke]]:
    """Part strokes, in order, into moments: by pauses, by length, and where somebody else goes on."""
    found: list[list[Stroke]] = []
    for one in strokes:
        if not found or _begins(found[-1], one):
            found.append([])
        found[-1].append(one)
    return found


def _begins(burst: list[Stroke], one: Stroke) -> bool:
    """Whether a stroke begins a new moment."""
    long = one.at - burst[0].at
    is_new_here = one.person not in {other.person for other in burst}
    return one.at - burst[-1].at > PAUSE or long > LONGEST or (is_new_here and long > SETTLED)


def moments(strokes: Iterable[Stroke]) -> list[Moment]:
    """Gather strokes into moments as they are, without making them smaller."""
    return [_moment(burst, {person: _joined(burst, person) for person in _people(burst)}) for burst in bursts(strokes)]


def gathered(before: bytes, strokes: Iterable[Stroke]) -> list[Moment]:
    """Gather strokes that follow a state into moments, as small as Yjs writes them; what came and went within one moment is left out."""
    document: Doc[Any] = Doc()
    document.apply_update(before)
    found = []
    for burst in bursts(strokes):
        was = parse_state(document.get_state())
        document.apply_update(_joined(burst))
        found.append(_moment(burst, small(document, was, {person: _joined(burst, person) for person in _people(burst)})))
    return found


def small(document: Doc[Any], was: dict[int, int], wrote: Mapping[Who, bytes]) -> dict[Who, bytes]:
    """Say what each wrote since a document was so far, and that it has taken just now: letters typed one by one become one struct.

    Each gets the clients that wrote under their hand. The document would tell all that was ever deleted: what was deleted now is in the
    strokes.
    """
    written, known = parse_state(document.get_state()), set[int]()
    found: dict[Who, bytes] = {}
    for person, strokes in wrote.items():
        clients = {one.client for one in parse(strokes).structs} - known
        known |= clients
        but_theirs = {client: was.get(client, 0) if client in clients else clock for client, clock in written.items()}
        new = document.get_update(_state({client: clock for client, clock in but_theirs.items() if clock}))
        found[person] = new[: _deletes_at(new)] + strokes[_deletes_at(strokes) :]
    return found


def _deletes_at(update: bytes) -> int:
    """Say where in an update its deletions begin."""
    reader = Reader(update)
    skip_structs(reader)
    return reader.at


def _state(clocks: dict[int, int]) -> bytes:
    """Write a state vector."""
    pairs = b"".join(write_var_uint(client) + write_var_uint(clock) for client, clock in clocks.items())
    return bytes(write_var_uint(len(clocks)) + pairs)


def _people(burst: list[Stroke]) -> list[UUID]:
    """Give those who wrote in a moment, as they came."""
    return list(dict.fromkeys(one.person for one in burst))


def _joined(burst: list[Stroke], person: UUID | None = None) -> bytes:
    """Join the strokes of a moment, all or somebody's."""
    return joined([one.payload for one in burst if person in {None, one.person}])


def joined(parts: Sequence[bytes]) -> bytes:
    """Join Yjs updates into one, as they are."""
    waiting = [part for part in parts if part != EMPTY]
    return merge_updates(*waiting) if len(waiting) > 1 else (waiting or [EMPTY])[0]


def _moment(burst: list[Stroke], wrote: Mapping[UUID, bytes]) -> Moment:
    """Make the moment of a burst."""
    return Moment(burst[-1].seq, burst[0].at, burst[-1].at, tuple(wrote.items()))


def thinned(past: list[Moment]) -> list[Moment]:
    """Keep a past within its bounds: of the older half each two moments become one; too many bytes, and the older half is one state."""
    while len(past) > MOST_MOMENTS:
        half = len(past) // 2
        older = past[:half]
        pairs = [_together(older[place : place + 2]) for place in range(0, half, 2)]
        past = pairs + past[half:]
    while len(past) > 1 and sum(one.size for one in past) > MOST_BYTES:
        half = max(2, len(past) // 2)
        past = [_as_one_state(past[:half]), *past[half:]]
    return past


def _together(few: list[Moment]) -> Moment:
    """Make one moment of some that follow each other."""
    people = list(dict.fromkeys(person for one in few for person, _ in one.parts))
    parts = tuple((who, joined([payload for one in few for person, payload in one.parts if person == who])) for who in people)
    return Moment(few[-1].seq, few[0].since, few[-1].at, parts)


def _as_one_state(few: list[Moment]) -> Moment:
    """Make one state of the first moments of a text, without what is gone and who wrote it."""
    document: Doc[Any] = Doc()
    document.apply_update(joined([payload for one in few for _, payload in one.parts]))
    return Moment(few[-1].seq, few[0].since, few[-1].at, ((None, document.get_update()),))
