"""The cells of a row, or the values of an object, as names, days, flags, words and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from server.columns import now
from server.people.actions.age import local_day
from server.schools.roster.reasons import Reason
from server.schools.roster.records import BadRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_CELL = 4 * 1024
LONGEST_NAME = 200
FIRST_YEAR, LAST_YEAR = 1900, 2200
YES = frozenset({"true", "yes", "ja", "x", "1"})
NO = frozenset({"false", "no", "nej", "0"})
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula; no name begins so."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


_CIVIC = re.compile(r"(19|20)?\d{6}[-+ ]?\d{4}", re.ASCII)
LONGEST_SHOWN = 60


Faults = dict[str, tuple[Reason, str]]
"""What is wrong with a row: by column the reason, and what stands there as it may be shown."""


def is_civic(text: str) -> bool:
    """Whether something is written like a personal identity number."""
    return _CIVIC.fullmatch(text.strip()) is not None


def shown(text: str) -> str:
    """Give what stood in a cell as a report may keep it: short, on one line, and never a personal identity number."""
    if any(is_civic(one) for one in re.split(r"[,;|\s]", text)) or is_civic(text):
        return ""
    plain = " ".join(re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "\ufffd", text).split())
    return plain if len(plain) <= LONGEST_SHOWN else plain[: LONGEST_SHOWN - 1] + "…"


def told(file: str, line: int, faults: Faults, who: str) -> Iterator[BadRow]:
    """Tell everything that is wrong with a row, and whom it is about."""
    for column, (reason, value) in faults.items():
        yield BadRow(file, line, reason, column, value, shown(who))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its file, its line and its cells by column.

    A wrong cell is noted and gives nothing, so that all that is wrong with a row is told at once; who reads it throws away what was made
    of it when there are `faults`.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    faults: Faults = field(default_factory=dict)

    def wrong(self, column: str, reason: Reason) -> str:
        """Note that a cell is wrong, and give nothing; a cell is told once."""
        self.faults.setdefault(column, (reason, shown(self.cells.get(column, ""))))
        return ""

    def maybe(self, column: str) -> str:
        """Give a cell's text, empty where there is none; and nothing that no database should keep."""
        text = self.cells.get(column, "").strip()
        if _CONTROL.search(text):
            return self.wrong(column, Reason.control)
        return self.wrong(column, Reason.too_long) if len(text) > LONGEST_CELL else text

    def text(self, column: str) -> str:
        """Give a cell that must say something."""
        return self.maybe(column) or self.wrong(column, Reason.empty)

    def maybe_name(self, column: str) -> str:
        """Give what somebody or something is called, if anything; never what a spreadsheet would run."""
        text = self.maybe(column)
        if text.startswith(FORMULA):
            return self.wrong(column, Reason.formula)
        return self.wrong(column, Reason.too_long) if len(text) > LONGEST_NAME else text

    def name(self, column: str) -> str:
        """Give what somebody or something is called."""
        return self.maybe_name(column) or self.wrong(column, Reason.empty)

    def words(self, column: str, separators: str = ",") -> tuple[str, ...]:
        """Give the parts of a list, each once."""
        parts = re.split(f"[{separators}]", self.maybe(column))
        return tuple(dict.fromkeys(part for one in parts if (part := one.strip())))

    def choice(self, column: str, known: frozenset[str], own: str = "") -> str:
        """Give a word out of those known, or one of somebody's own where they may have such."""
        word = self.text(column)
        return word if word in known or (own and word.startswith(own)) else self.wrong(column, Reason.choice)

    def flag(self, column: str) -> bool | None:
        """Tell yes or no, or None where nothing is said."""
        word = self.maybe(column).lower()
        if word and word not in YES | NO:
            self.wrong(column, Reason.flag)
        return word in YES if word else None

    def maybe_day(self, column: str) -> date | None:
        """Give a date, or None where there is none."""
        text = self.maybe(column)
        if not text:
            return None
        if not _DAY.fullmatch(text):  # fromisoformat alone also takes week dates and dates without dashes
            self.wrong(column, Reason.date)
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.wrong(column, Reason.no_day)
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.wrong(column, Reason.senseless)
        return day

    def day(self, column: str) -> date:
        """Give a date that must be there."""
        if (day := self.maybe_day(column)) is None:
            self.wrong(column, Reason.empty)
        return day or date.min

    def born(self, column: str) -> date | None:
        """Give a birth date, or None where there is none; nobody is born tomorrow."""
        day = self.maybe_day(column)
        if day is not None and day > local_day(now()):
            self.wrong(column, Reason.senseless)
        return day

    def period(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Give from when until when something holds."""
        begin, end = self.maybe_day(first), self.maybe_day(last)
        if begin and end and end < begin:
            self.wrong(last, Reason.order)
        return begin, end
