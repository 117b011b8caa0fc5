"""Judges an update against the schema and against what a text already holds, in time that grows with the update alone.

For every unit of content the shape knows the element it is in, so a new struct's parent is found also when the update leaves it out (Yjs
inherits it from the neighbour). Nothing is rendered and no document is built.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, cast

from pycrdt import get_update, write_var_uint

from server.texts import schema
from server.texts.lib0 import Id
from server.texts.update import XML_ELEMENT, XML_TEXT, Kind, Struct, Update, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Parent = Id | str


class Place(NamedTuple):
    """Where a unit of content stands: in which type, and for an attribute under which key."""

    parent: Parent
    key: str | None


class Runs:
    """One client's units: runs of clocks that stand in the same place, in order."""

    __slots__ = ("end", "places", "starts")

    def __init__(self, end: int = 0) -> None:
        self.starts: list[int] = []
        self.places: list[Place | None] = []
        self.end = end

    def add(self, length: int, place: Place | None) -> None:
        """Add units at the end; typing on makes no new run."""
        if not self.places or self.places[-1] != place:
            self.starts.append(self.end)
            self.places.append(place)
        self.end += length

    def at(self, clock: int) -> Place | None:
        """Give the place of a unit; `None` for one that is collected, whose place is forgotten."""
        return self.places[bisect_right(self.starts, clock) - 1]


class Shape:
    """What is known of one text to judge its updates; built from its whole state, kept up with each update taken."""

    def __init__(self, state: bytes) -> None:
        """Build from a merged update that is trusted, because it was judged when it came."""
        self.size = 0
        self.runs: dict[int, Runs] = {}
        self.names: dict[Parent, str] = {schema.ROOT: schema.ROOT}
        self.depths: dict[Parent, int] = {schema.ROOT: 0}
        self.learn(state)

    def learn(self, state: bytes) -> None:
        """Know all of a merged, trusted update; what is known already stays as it is."""
        self.size = max(self.size, len(state))
        self._add(parse(state).structs)

    def clock(self, client: int) -> int:
        """Give the clock that a client's next unit will have."""
        runs = self.runs.get(client)
        return runs.end if runs else 0

    def only_new(self, payload: bytes) -> bytes:
        """Give an update without what is here already."""
        return get_update(payload, self._state())

    def _state(self) -> bytes:
        """Give the state vector."""
        encoder = [write_var_uint(len(self.runs))]
        for client, runs in self.runs.items():
            encoder += [write_var_uint(client), write_var_uint(runs.end)]
        return b"".join(encoder)

    def overlaps(self, update: Update) -> bool:
        """Whether an update repeats something that is here already."""
        return any(one.clock < self.clock(one.client) for one in update.structs)

    def take(self, update: Update, size: int) -> None:
        """Know what a judged update, of so many bytes, has added."""
        self._add(update.structs)
        self.size += size

    def _add(self, structs: list[Struct]) -> None:
        """Place what is new of some structs."""
        in_turn(structs, self._add_one, self.clock)

    def _add_one(self, one: Struct) -> Id | None:
        """Place what is new of a struct, or give the unit it waits for."""
        new = one.clock + one.length - self.clock(one.client)
        if new <= 0:
            return None
        if (missing := lacking(one, self.clock)) is None:
            self._place(one, self._where(one), new)
        return missing

    def _where(self, one: Struct) -> Place | None:
        """Say where a struct stands: as it says itself, or where its neighbour stands."""
        if one.parent is not None:
            return Place(one.parent, one.key)
        neighbour = one.origin or one.right
        return self.place_of(neighbour) if neighbour else None

    def place_of(self, unit: Id) -> Place | None:
        """Give the place of a unit that is here."""
        runs = self.runs.get(unit.client)
        return runs.at(unit.clock) if runs and unit.clock < runs.end else None

    def _place(self, one: Struct, place: Place | None, new: int) -> None:
        """Note where the new units of a struct stand and, if it is a type, what it is called."""
        runs = self.runs.setdefault(one.client, Runs())
        if one.kind == Kind.TYPE:
            self.names[Id(one.client, one.clock)] = name_of(one)
            self.depths[Id(one.client, one.clock)] = 1 + (self.depths.get(place.parent, 0) if place else 0)
        runs.add(new, place)


def lacking(one: Struct, clock: Callable[[int], int]) -> Id | None:
    """Give a unit that a struct builds on and that is not here yet."""
    if one.kind == Kind.SKIP:
        return Id(one.client, one.clock + one.length - 1)
    before = Id(one.client, one.clock - 1) if one.clock else None
    for unit in (before, one.origin, one.right, one.parent):
        if isinstance(unit, Id) and unit.clock >= clock(unit.client):
            return unit
    return None


def in_turn(structs: Iterable[Struct], take: Callable[[Struct], Id | None], clock: Callable[[int], int]) -> bool:
    """Take structs, each once what it builds on is there; false if some build on nothing.

    They come client by client, so a neighbour may come later. Each waits for one unit at a time and is tried again when that has come:
    no order, however hostile, costs more than a few tries a struct.
    """
    ready, turn = deque(structs), count()
    waiting: dict[int, list[tuple[int, int, Struct]]] = {}
    while ready:
        one = ready.popleft()
        if (missing := take(one)) is not None:
            heappush(waiting.setdefault(missing.client, []), (missing.clock, next(turn), one))
            continue
        behind = waiting.get(one.client)
        while behind and behind[0][0] < clock(one.client):
            ready.append(heappop(behind)[2])
    return not any(waiting.values())


def name_of(one: Struct) -> str:
    """Give what the schema calls a type: an element's name, or letters."""
    kind, name = cast("tuple[int, str]", one.value)
    if kind == XML_TEXT:
        return schema.TEXT
    return name if kind == XML_ELEMENT and name in schema.CHILDREN and name != schema.ROOT else "?"
