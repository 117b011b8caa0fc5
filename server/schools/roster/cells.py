"""The cells of a row, or the values of an object, as names, days, flags, words and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from server.columns import now
from server.schools.roster.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_CELL = 4 * 1024
LONGEST_NAME = 200
FIRST_YEAR, LAST_YEAR = 1900, 2200
YES = frozenset({"true", "yes", "ja", "x", "1"})
NO = frozenset({"false", "no", "nej", "0"})
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula; no name begins so."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class WrongCellError(Exception):
    """A cell that makes its row unusable; caught by the reader and told."""

    def __init__(self, column: str, reason: Reason) -> None:
        """Keep which cell and why."""
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its file, its line and its cells by column."""

    file: str
    line: int
    cells: Mapping[str, str]

    def maybe(self, column: str) -> str:
        """Give a cell's text, empty where there is none.

        Raises:
            WrongCellError: no database should keep what stands there.
        """
        text = self.cells.get(column, "").strip()
        if _CONTROL.search(text):
            raise WrongCellError(column, Reason.control)
        if len(text) > LONGEST_CELL:
            raise WrongCellError(column, Reason.too_long)
        return text

    def text(self, column: str) -> str:
        """Give a cell that must say something."""
        if text := self.maybe(column):
            return text
        raise WrongCellError(column, Reason.empty)

    def maybe_name(self, column: str) -> str:
        """Give what somebody or something is called, if anything; never what a spreadsheet would run."""
        text = self.maybe(column)
        if text.startswith(FORMULA):
            raise WrongCellError(column, Reason.formula)
        if len(text) > LONGEST_NAME:
            raise WrongCellError(column, Reason.too_long)
        return text

    def name(self, column: str) -> str:
        """Give what somebody or something is called."""
        if text := self.maybe_name(column):
            return text
        raise WrongCellError(column, Reason.empty)

    def words(self, column: str, separators: str = ",") -> tuple[str, ...]:
        """Give the parts of a list, each once."""
        parts = re.split(f"[{separators}]", self.maybe(column))
        return tuple(dict.fromkeys(part for one in parts if (part := one.strip())))

    def choice(self, column: str, known: frozenset[str], own: str = "") -> str:
        """Give a word out of those known, or one of somebody's own where they may have such."""
        word = self.text(column)
        if word in known or (own and word.startswith(own)):
            return word
        raise WrongCellError(column, Reason.choice)

    def flag(self, column: str) -> bool | None:
        """Tell yes or no, or None where nothing is said."""
        word = self.maybe(column).lower()
        if not word:
            return None
        if word not in YES | NO:
            raise WrongCellError(column, Reason.flag)
        return word in YES

    def maybe_day(self, column: str) -> date | None:
        """Give a date, or None where there is none."""
        text = self.maybe(column)
        if not text:
            return None
        try:
            # fromisoformat alone also takes week dates and dates without dashes.
            day = date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            raise WrongCellError(column, Reason.date) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise WrongCellError(column, Reason.senseless)
        return day

    def day(self, column: str) -> date:
        """Give a date that must be there."""
        if (day := self.maybe_day(column)) is None:
            raise WrongCellError(column, Reason.empty)
        return day

    def born(self, column: str) -> date | None:
        """Give a birth date, or None where there is none; nobody is born tomorrow."""
        day = self.maybe_day(column)
        if day is not None and day > now().date():
            raise WrongCellError(column, Reason.senseless)
        return day

    def period(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Give from when until when something holds."""
        begin, end = self.maybe_day(first), self.maybe_day(last)
        if begin and end and end < begin:
            raise WrongCellError(last, Reason.order)
        return begin, end
