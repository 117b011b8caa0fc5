"""Rows of a CSV file under its header: read line by line, each with the line it begins on."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING

from server.schools.roster.cells import Row
from server.schools.roster.reasons import Reason
from server.schools.roster.records import BadRow
from server.schools.roster.source import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_LINE = 64 * 1024
BROKEN = "surrogateescape"
"""Bytes that are no text become halves of characters, so that the row they stand on can be told from the others."""
_FIRST_TORN, _LAST_TORN = "\udc80", "\udcff"


def rows(
    stream: IO[bytes],
    file: str,
    needed: tuple[str, ...],
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    column: Callable[[str], str] = str,
) -> Iterator[Row | BadRow]:
    """Read row by row; what cannot be read as a row is told and passed over. `column` says what a heading stands for."""
    lines = _numbered(stream, file, encoding, delimiter)
    first = next(lines, (1, []))
    if isinstance(first, BadRow):
        yield first
        return
    header = [column(one) for one in first[1]]
    if wrong := list(_wrong_header(header, file, needed)):
        yield from wrong
        return
    for one in lines:
        if isinstance(one, BadRow):
            yield one
        elif len(one[1]) == len(header):
            yield Row(file, one[0], dict(zip(header, one[1], strict=True)))
        elif any(one[1]):
            yield BadRow(file, one[0], Reason.cells)


def _wrong_header(header: list[str], file: str, needed: tuple[str, ...]) -> Iterator[BadRow]:
    """Tell each column that is missing or doubled; without them no row can be trusted."""
    for column in needed:
        if column not in header:
            yield BadRow(file, 1, Reason.missing_column, column)
    for column in dict.fromkeys(header):
        if column and header.count(column) > 1:
            yield BadRow(file, 1, Reason.twice_column, _shown(column))


def _numbered(stream: IO[bytes], file: str, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]] | BadRow]:
    """Give each row's cells with the line it begins on."""
    reader = csv.reader(_lines(stream, encoding), strict=True, delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, *UNREADABLE):
            yield BadRow(file, line, Reason.not_readable)
        else:
            yield (line, cells) if all(map(_is_text, cells)) else BadRow(file, line, Reason.not_text)


def _is_text(cell: str) -> bool:
    """Whether every byte of a cell was text."""
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(cell: str) -> str:
    """Give a heading short enough to be shown."""
    return cell[:80]


def _lines(stream: IO[bytes], encoding: str) -> Iterator[str]:
    """Give line by line, without a byte order mark, and stop at one that has no end in sight."""
    mark = b"\xef\xbb\xbf"
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            message = "no end of line in sight"
            raise csv.Error(message)
        yield line.removeprefix(mark).decode(encoding, BROKEN)
        mark = b""


def encoding_of(stream: IO[bytes]) -> tuple[str, int]:
    """Tell UTF-8 from Windows-1252 by reading the whole of a file once, and give the first line that is not written as most of it is.

    A file is one or the other: read as Windows-1252 because of a single line, a whole school would be called by torn names.
    """
    whole = broken = first = number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        # a line cut in the middle of a character is longer than any that is read later
        if line.isascii() or len(line) == LONGEST_LINE:
            continue
        text = line.decode("utf-8", BROKEN)
        torn = sum(_FIRST_TORN <= one <= _LAST_TORN for one in text)
        broken, whole = broken + torn, whole + sum(not one.isascii() for one in text) - torn
        first = first or (number if torn else 0)
    if whole > broken:
        return "utf-8", first
    return ("cp1252", 0) if broken else ("utf-8", 0)
