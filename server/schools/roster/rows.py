"""Rows of a CSV file under its header, and the cells of a row as days, flags, words and lists."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from server.schools.roster.records import BadRow, Reason
from server.schools.roster.source import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

LONGEST_LINE = 64 * 1024
LONGEST_CELL = 4 * 1024
MOST_BAD_ROWS = 1000

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EXTENSION = "ext:"
"""OneRoster lets anyone add words of their own to its lists under this prefix."""


class WrongCellError(Exception):
    """A cell that makes its row unusable; caught by the reader and listed."""

    def __init__(self, column: str, reason: Reason) -> None:
        """Keep which cell and why."""
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass
class BadRows:
    """The rows found wrong so far: a bounded list, so that a file of junk cannot fill the memory."""

    found: list[BadRow] = field(default_factory=list)

    def note(self, file: str, line: int, reason: Reason, column: str = "") -> None:
        """Add one; after the last that fits, say once that there are more."""
        if len(self.found) < MOST_BAD_ROWS:
            self.found.append(BadRow(file, line, reason, column))
        elif len(self.found) == MOST_BAD_ROWS:
            self.found.append(BadRow(file, line, Reason.more))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line and its cells by column."""

    line: int
    cells: dict[str, str]

    def maybe(self, column: str) -> str:
        """Give a cell's text, empty where there is none.

        Raises:
            WrongCellError: no database should keep what stands there.
        """
        text = self.cells.get(column, "")
        if _CONTROL.search(text):
            raise WrongCellError(column, Reason.control)
        if len(text) > LONGEST_CELL:
            raise WrongCellError(column, Reason.too_long)
        return text.strip()

    def text(self, column: str) -> str:
        """Give a cell that must say something."""
        if text := self.maybe(column):
            return text
        raise WrongCellError(column, Reason.empty)

    def words(self, column: str) -> tuple[str, ...]:
        """Give the parts of a list, each once."""
        return tuple(dict.fromkeys(part for one in self.maybe(column).split(",") if (part := one.strip())))

    def choice(self, column: str, known: frozenset[str]) -> str:
        """Give a word out of those known, or one of somebody's own."""
        word = self.text(column)
        if word in known or word.startswith(_EXTENSION):
            return word
        raise WrongCellError(column, Reason.choice)

    def flag(self, column: str) -> bool | None:
        """Tell yes or no, or None where nothing is said."""
        said = {"": None, "true": True, "false": False}
        word = self.maybe(column).lower()
        if word in said:
            return said[word]
        raise WrongCellError(column, Reason.flag)

    def maybe_day(self, column: str) -> date | None:
        """Give a date, or None where there is none."""
        text = self.maybe(column)
        if not text:
            return None
        try:
            # fromisoformat alone also takes week dates and dates without dashes.
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            raise WrongCellError(column, Reason.date) from None

    def day(self, column: str) -> date:
        """Give a date that must be there."""
        if (day := self.maybe_day(column)) is None:
            raise WrongCellError(column, Reason.empty)
        return day


def rows(stream: TextIO, file: str, needed: tuple[str, ...], bad: BadRows) -> Iterator[Row]:
    """Read row by row; what cannot be read as a row is noted and passed over."""
    lines = _numbered(stream, file, bad)
    _, header = next(lines, (0, []))
    if not _header_holds(header, file, needed, bad):
        return
    for line, cells in lines:
        if len(cells) == len(header):
            yield Row(line, dict(zip(header, cells, strict=True)))
        elif cells:
            bad.note(file, line, Reason.cells)


def _header_holds(header: list[str], file: str, needed: tuple[str, ...], bad: BadRows) -> bool:
    """Note each column that is missing or doubled; without them no row can be trusted."""
    wrong = [(one, Reason.missing_column) for one in needed if one not in header]
    wrong += [(one, Reason.twice_column) for one in dict.fromkeys(header) if header.count(one) > 1]
    for column, reason in wrong:
        bad.note(file, 1, reason, column)
    return not wrong


def _numbered(stream: TextIO, file: str, bad: BadRows) -> Iterator[tuple[int, list[str]]]:
    """Give each row's cells with the line it ends on."""
    reader = csv.reader(_lines(stream), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError:
            bad.note(file, reader.line_num + 1, Reason.not_utf8)
        except (csv.Error, *UNREADABLE):
            bad.note(file, reader.line_num, Reason.not_readable)
        else:
            yield reader.line_num, cells


def _lines(stream: TextIO) -> Iterator[str]:
    """Give line by line, and stop at one that has no end in sight."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            message = "no end of line in sight"
            raise csv.Error(message)
        yield line
