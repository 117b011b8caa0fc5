"""Reads lib0's binary encoding, in which Yjs writes its updates and state vectors."""

from __future__ import annotations

import struct
from typing import NamedTuple

_MOST_DEPTH = 8
_MOST_NUMBER = 2**53 - 1
"""Above it no browser reads a number whole."""


class BrokenUpdateError(ValueError):
    """The bytes are not what they should be."""


class Id(NamedTuple):
    """Names one unit of content: the client that made it and its clock."""

    client: int
    clock: int


class Reader:
    """Reads lib0's encoding from bytes."""

    __slots__ = ("at", "data")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        """Read one byte."""
        value = self.data[self.at]
        self.at += 1
        return value

    def number(self) -> int:
        """Read an unsigned variable-length integer of at most 53 bits."""
        data, at = self.data, self.at
        byte = data[at]
        at += 1
        value = byte & 127
        shift = 7
        while byte > 127:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if shift > 56:
                raise BrokenUpdateError
        if value > _MOST_NUMBER:
            raise BrokenUpdateError
        self.at = at
        return value

    def signed(self) -> int:
        """Read a signed variable-length integer: six bits and a sign first."""
        byte = self.byte()
        value, sign, shift = byte & 63, -1 if byte & 64 else 1, 6
        while byte > 127:
            byte = self.byte()
            value |= (byte & 127) << shift
            shift += 7
            if shift > 62:
                raise BrokenUpdateError
        return sign * value

    def raw(self, length: int) -> bytes:
        """Read so many bytes."""
        if length > len(self.data) - self.at:
            raise BrokenUpdateError
        self.at += length
        return self.data[self.at - length : self.at]

    def string(self) -> str:
        """Read a string with its length."""
        return self.raw(self.number()).decode()

    def id(self) -> Id:
        """Read a client and a clock."""
        return Id(self.number(), self.number())

    def any(self, depth: int = 0) -> object:  # one branch a tag of the format
        """Read one value of lib0's `any`."""
        if depth > _MOST_DEPTH:
            raise BrokenUpdateError
        match self.byte():
            case 127 | 126:
                return None
            case 125:
                return self.signed()
            case 124:
                return struct.unpack(">f", self.raw(4))[0]
            case 123:
                return struct.unpack(">d", self.raw(8))[0]
            case 122:
                return struct.unpack(">q", self.raw(8))[0]
            case 121:
                return False
            case 120:
                return True
            case 119:
                return self.string()
            case 118:
                return {self.string(): self.any(depth + 1) for _ in range(self._count())}
            case 117:
                return [self.any(depth + 1) for _ in range(self._count())]
            case 116:
                return self.raw(self.number())
            case _:
                raise BrokenUpdateError

    def _count(self) -> int:
        """Read how many things follow; more than there are bytes is a lie."""
        count = self.number()
        if count > len(self.data) - self.at:
            raise BrokenUpdateError
        return count
