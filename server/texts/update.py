"""Reads a Yjs update (v1) struct by struct, without a document.

The format is that of Yjs 13, `src/utils/encoding.js` and `src/structs/*.js`. Clocks count UTF-16 code units.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import NamedTuple

from server.texts.lib0 import BrokenUpdateError, Id, Reader


class Kind:
    """The content references of Yjs structs."""

    GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, ANY, DOC, SKIP = range(11)


XML_ELEMENT, XML_HOOK, XML_TEXT = 3, 5, 6
_MOST_CLOCK = 2**31


@dataclass(slots=True)
class Struct:
    """One struct: where it stands and what it holds.

    `parent` is the root's name or the id of the type it is in; `None` where it is inherited from `origin` or `right`.
    `value` is `(key, value)` of a format, `(type, name)` of a type, the list of an any; letters are not kept.
    """

    client: int
    clock: int
    length: int
    kind: int
    origin: Id | None = None
    right: Id | None = None
    parent: Id | str | None = None
    key: str | None = None
    value: object = None


class Update(NamedTuple):
    """What an update holds: its structs in order, and the ranges `(client, clock, length)` that it deletes."""

    structs: list[Struct]
    deletes: list[tuple[int, int, int]]


def parse(data: bytes) -> Update:
    """Read an update.

    Raises:
        BrokenUpdateError: it is not one, or something follows after it.
    """
    reader = Reader(data)
    try:
        structs = [one for _ in range(reader.number()) for one in _block(reader)]
        deletes = [one for _ in range(reader.number()) for one in _deleted(reader)]
    except (IndexError, ValueError, struct.error, RecursionError) as error:
        raise BrokenUpdateError from error
    if reader.at != len(data):
        raise BrokenUpdateError
    return Update(structs, deletes)


def skip_structs(reader: Reader) -> None:
    """Read past the structs of an update that was judged when it came: what follows is what it deletes."""
    for _ in range(reader.number()):
        _block(reader)


def parse_state(data: bytes) -> dict[int, int]:
    """Read a state vector: for each client the next clock.

    Raises:
        BrokenUpdateError: it is not one.
    """
    reader = Reader(data)
    try:
        state = {reader.number(): reader.number() for _ in range(reader.number())}
    except IndexError as error:
        raise BrokenUpdateError from error
    if reader.at != len(data):
        raise BrokenUpdateError
    return state


def _block(reader: Reader) -> list[Struct]:
    """Read one client's structs."""
    count, client, clock = reader.number(), reader.number(), reader.number()
    structs = []
    for _ in range(count):
        one = _struct(reader, client, clock)
        clock += one.length
        structs.append(one)
    return structs


def _deleted(reader: Reader) -> list[tuple[int, int, int]]:
    """Read one client's deleted ranges."""
    client = reader.number()
    return [(client, reader.number(), reader.number()) for _ in range(reader.number())]


def _struct(reader: Reader, client: int, clock: int) -> Struct:
    """Read one struct."""
    info = reader.byte()
    kind = info & 31
    if kind in {Kind.GC, Kind.SKIP}:
        return _measured(Struct(client, clock, reader.number(), kind))
    one = Struct(client, clock, 1, kind)
    if info & 128:
        one.origin = reader.id()
    if info & 64:
        one.right = reader.id()
    if not info & 192:
        one.parent = reader.string() if reader.number() == 1 else reader.id()
        if info & 32:
            one.key = reader.string()
    _content(reader, one)
    return _measured(one)


def _measured(one: Struct) -> Struct:
    """Refuse a struct of no length, since nothing could follow it, and one that ends past what Yrs counts to.

    Yrs writes empty letters now and then, so those are left to the judge.
    """
    if (one.length < 1 and one.kind != Kind.STRING) or one.clock + one.length > _MOST_CLOCK:
        raise BrokenUpdateError
    return one


def _content(reader: Reader, one: Struct) -> None:
    """Read what a struct holds, as far as a rule needs it."""
    kind = one.kind
    if kind == Kind.STRING:
        raw = reader.raw(reader.number())
        one.length = len(raw) if raw.isascii() else len(raw.decode().encode("utf-16-le")) // 2
    elif kind == Kind.DELETED:
        one.length = reader.number()
    elif kind == Kind.FORMAT:
        one.value = (reader.string(), json.loads(reader.string()))
    elif kind == Kind.TYPE:
        type_ = reader.number()
        one.value = (type_, reader.string() if type_ in {XML_ELEMENT, XML_HOOK} else "")
    elif kind == Kind.ANY:
        values = [reader.any() for _ in range(reader.number())]
        one.value, one.length = values, len(values)
    else:
        _foreign(reader, one)


def _foreign(reader: Reader, one: Struct) -> None:
    """Read past content that no text of ours holds, so that it can be refused by name and not as broken."""
    match one.kind:
        case Kind.JSON:
            one.length = len([reader.string() for _ in range(reader.number())])
        case Kind.BINARY | Kind.EMBED:
            reader.raw(reader.number())
        case Kind.DOC:
            reader.string()
            reader.any()
        case _:
            raise BrokenUpdateError
