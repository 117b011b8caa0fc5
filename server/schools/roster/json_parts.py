"""The parts of a JSON file, one after another, bounded before anything is built of them: in depth, in length, in what one token holds.

A path of names is not made for each part: the library's own would cost the square of the depth.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

import ijson

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 32
"""Objects and lists within each other; a roster's reach some six."""
LONGEST_TOKEN = 4 * 1024 * 1024
"""Bytes of a single string, number or blank; a picture that a system sends along takes less."""
LONGEST_TEXT = 8 * 1024
"""Letters that are kept of a string: more than any cell may have, so that a longer one is still found too long."""
LONGEST_NUMBER = 40
"""Digits of a number."""
_LONG = b"0" * 500
_DIGITS = bytes(ord("0") if ord("0") <= one <= ord("9") else ord(" ") for one in range(256))
_OPENS, _CLOSES, _TEXTS = frozenset({"start_map", "start_array"}), frozenset({"end_map", "end_array"}), frozenset({"string", "map_key"})


class TooLargeError(Exception):
    """Something in the file is larger, longer or deeper than any roster has."""


class _Fed:
    """A file that stops what the parser could not bear: a token without end, and a row of digits that Python itself refuses to count."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.since = 0
        """Bytes taken since the parser last gave something."""
        self.tail = b""

    def read(self, size: int) -> bytes:
        """Give a little more.

        Raises:
            TooLargeError: no roster has anything like it.
        """
        data = self.stream.read(size)
        self.since += len(data)
        digits = self.tail + data.translate(_DIGITS)
        self.tail = digits[-len(_LONG) :]
        if self.since > LONGEST_TOKEN or _LONG in digits:
            raise TooLargeError
        return data


def parts(stream: IO[bytes]) -> Iterator[tuple[int, str, Any]]:
    """Give part after part: in how many objects and lists it stands, what it is, its value. One that opens or closes counts itself.

    Raises:
        TooLargeError: no roster has anything like it.
        ijson.JSONError: it is not JSON.
    """
    fed, depth = _Fed(stream), 0
    for event, value in ijson.basic_parse(fed, multiple_values=True):
        fed.since = 0
        if event in _OPENS:
            depth += 1
            if depth > DEEPEST:
                raise TooLargeError
        elif event == "number" and len(str(value)) > LONGEST_NUMBER:
            raise TooLargeError
        yield depth, event, value[:LONGEST_TEXT] if event in _TEXTS else value
        if event in _CLOSES:
            depth -= 1


def word_at(stream: IO[bytes], key: str) -> str:
    """Give the string that stands by a name in a file's outermost object; empty where there is none.

    Raises:
        TooLargeError: no roster has anything like it.
        ijson.JSONError: it is not JSON.
    """
    found, named = "", ""
    for depth, event, value in parts(stream):
        if depth == 1 and event == "map_key":
            named = value
        elif depth == 1 and event == "string" and named == key:
            found = value
    return found
