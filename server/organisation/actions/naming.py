"""What a class is called a year later, by the habits of Swedish schools. Only ever a proposal: the administrator decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from server.organisation.models import Way


@dataclass(frozen=True)
class Proposal:
    """What to do with a class, its new name and its new year."""

    way: Way
    name: str
    year: str


LAST_YEAR, LAST_GYMNASIUM_YEAR = 9, 3
START_YEARS = 20
"""From here a number in a name is the year when the class began, NA24, and stays."""
ENDS = frozenset({3, 6, 9})
"""After these years a school commonly ends, where it has no higher one."""
_PRESCHOOL = re.compile(r"^(f[öo]rskoleklass(en)?\s*|fkl\s*|f(?![^\W\d_]{2})[\s-]*|0[\s-]*)(?P<rest>[^\W\d_]?|\W.*)$", re.IGNORECASE)
_GYMNASIUM = re.compile(r"^[^\W\d_]{2,5}\d")
_MIXED = re.compile(r"[f\d]\s*[-/\u2013]\s*\d", re.IGNORECASE)
_PLAIN = re.compile(r"^\s*(\d{1,2})\W?[^\W\d]?\s*$")
_NUMBER = re.compile(r"\d+")


def propose(name: str, year: str, highest: int = LAST_YEAR) -> Proposal:
    """Propose what becomes of a class; `highest` is the highest year the school has now."""
    if _MIXED.search(name) or _MIXED.search(year):
        return Proposal(Way.stays, name, year)
    if year.upper() in {"F", "0"} or (not year.isdigit() and _PRESCHOOL.match(name)):
        found = _PRESCHOOL.match(name)
        return Proposal(Way.up, f"1{found['rest'].strip()}" if found else name, "1")
    number = _number(name, year)
    if number is None:
        return Proposal(Way.stays, name, year)
    if _leaves(name, number, highest) or _is_last(name):
        return Proposal(Way.leaves, name, year)
    return Proposal(Way.up, raised(name), str(number + 1) if number < START_YEARS else year)


def year_of(name: str, year: str) -> int:
    """Say which year a class is in, 0 where it cannot be known."""
    number = _number(name, year)
    return number if number is not None and number < START_YEARS and not _GYMNASIUM.match(name) else 0


def raised(name: str) -> str:
    """Raise the first number of a name: 4B to 5B, Na1 to Na2; the year when a class began stays."""
    return _NUMBER.sub(lambda found: str(int(found[0]) + 1) if int(found[0]) < START_YEARS else found[0], name, count=1)


def _number(name: str, year: str) -> int | None:
    """Give the year of a class, or else the first number of its name."""
    if year.isdecimal() and len(year) <= 2:  # noqa: PLR2004  # no school has a hundredth year
        return int(year)
    found = _NUMBER.search(name)
    return int(found[0]) if found and len(found[0]) <= 2 else None  # noqa: PLR2004  # as above


def _is_last(name: str) -> bool:
    """Whether a name is that of a class in its last year, 9B, whatever year it is said to be: there is no 10B."""
    found = _PLAIN.match(name)
    return found is not None and LAST_YEAR <= int(found[1]) < START_YEARS


def _leaves(name: str, number: int, highest: int) -> bool:
    """Whether a class has come to the end of its school."""
    if _GYMNASIUM.match(name):
        return number == LAST_GYMNASIUM_YEAR
    return LAST_YEAR <= number < START_YEARS or (number in ENDS and number >= highest)
