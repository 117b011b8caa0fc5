"""Holds an update against the schema, on top of what a text holds already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.errors import Code, RefusedError
from server.texts import schema
from server.texts.lib0 import BrokenUpdateError, Id
from server.texts.shape import Parent, Place, Runs, in_turn, lacking, name_of
from server.texts.update import Kind, Struct, Update, parse

if TYPE_CHECKING:
    from server.texts.shape import Shape

MOST_TEXT = 1_048_576
"""Bytes of one text's state."""


def judge(shape: Shape, payload: bytes) -> Update:
    """Read an update and hold it against the schema and what the text holds; the shape is as before.

    Raises:
        RefusedError: `form` if it is no update, `gap` if it builds on what is not here, `schema` if a text may not hold it.
    """
    try:
        update = parse(payload)
    except BrokenUpdateError as error:
        raise RefusedError(Code.form) from error
    if any(one.length < 1 for one in update.structs):
        raise RefusedError(Code.form)
    trial = _Trial(shape)
    trial.take_all(update.structs)
    for client, clock, length in update.deletes:
        if clock + length > trial.clock(client):
            raise RefusedError(Code.gap)
    return update


class _Trial:
    """One update being judged: what it adds, on top of a shape that stays as it is."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.runs: dict[int, Runs] = {}
        self.names: dict[Parent, str] = {}
        self.depths: dict[Parent, int] = {}

    def clock(self, client: int) -> int:
        runs = self.runs.get(client)
        return runs.end if runs else self.shape.clock(client)

    def take_all(self, structs: list[Struct]) -> None:
        """Judge structs, those that build on others of the same update after them; what then still builds on nothing is a gap."""
        if not in_turn(structs, self._take, self.clock):
            raise RefusedError(Code.gap)

    def _take(self, one: Struct) -> Id | None:
        """Judge one struct as coming next, or give the unit it waits for."""
        end = self.clock(one.client)
        if one.clock + one.length <= end:  # already here; Yjs passes over it, and so does the caller
            return None
        if (missing := lacking(one, self.clock)) is not None:
            return missing
        place = self._where(one)
        if one.kind not in {Kind.GC, Kind.DELETED} and not self._allowed(one, place):
            raise RefusedError(Code.schema)
        if one.client not in self.runs:
            self.runs[one.client] = Runs(end)
        self.runs[one.client].add(one.clock + one.length - end, place)
        return None

    def _where(self, one: Struct) -> Place | None:
        if one.parent is not None:
            return Place(one.parent, one.key)
        neighbour = one.origin or one.right
        if neighbour is None:
            return None
        added = self.runs.get(neighbour.client)
        if added is not None and neighbour.clock >= added.starts[0]:
            return added.at(neighbour.clock)
        return self.shape.place_of(neighbour)

    def _allowed(self, one: Struct, place: Place | None) -> bool:
        """Whether the schema lets a struct stand where it stands; beside something collected it will be collected too."""
        if place is None:
            return self._beside_collected(one)
        parent = self.names.get(place.parent) or self.shape.names.get(place.parent)
        if parent is None:
            return False
        if place.key is not None:
            return one.kind == Kind.ANY and all(schema.is_attribute(parent, place.key, value) for value in one.value)  # type: ignore[attr-defined]
        if one.kind == Kind.TYPE:
            name = name_of(one)
            self.names[Id(one.client, one.clock)] = name
            depth = self.depths[Id(one.client, one.clock)] = 1 + (self.depths.get(place.parent) or self.shape.depths.get(place.parent, 0))
            return depth <= schema.MOST_DEPTH and name in schema.CHILDREN.get(parent, ())
        if one.kind == Kind.FORMAT:
            return parent == schema.TEXT and schema.is_mark(*one.value)  # type: ignore[misc]
        return one.kind == Kind.STRING and parent == schema.TEXT

    def _beside_collected(self, one: Struct) -> bool:
        """Let through what is collected on arrival, if it is at least made of what the schema knows."""
        if one.origin is None and one.right is None:
            return False
        if one.kind == Kind.TYPE:
            self.names[Id(one.client, one.clock)] = name_of(one)
            return name_of(one) != "?"
        return one.kind == Kind.STRING or (one.kind == Kind.FORMAT and schema.is_mark(*one.value))  # type: ignore[misc]
