"""One line of a pupil's goals over the years: each from its proposal to its end, carried on where it was carried over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from server.goals.models import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from server.goals.models import Goal

ENDS = frozenset({Status.fulfilled, Status.cancelled, Status.carried_over})
"""A goal that has come here goes on no further."""
_LEAST = 1.5
"""Per cent of the whole: a goal of one day can be seen too."""
_HALF_YEARS = 2 * 366
"""Days up to which half-years are marked; beyond, years."""


@dataclass(frozen=True)
class Bar:
    """A goal on the line: from which day to which, and where that lies, in per cent of the whole."""

    goal: Goal
    begins: date
    ends: date
    goes_on: bool
    starts_at: float
    width: float


@dataclass(frozen=True)
class Row:
    """A goal and what it was carried over into."""

    bars: tuple[Bar, ...]

    @property
    def last(self) -> Goal:
        """Give the goal as it stands now."""
        return self.bars[-1].goal


@dataclass(frozen=True)
class Mark:
    """The beginning of a year or a half-year on the line."""

    day: date
    at: float


@dataclass(frozen=True)
class Line:
    """The whole line: its rows by subject, and what marks the time."""

    subjects: dict[str, list[Row]]
    marks: list[Mark]


def line_of(goals: Sequence[Goal], ended: Mapping[UUID, date], today: date) -> Line:
    """Draw goals; `ended` says when those ended that go on no further."""
    spans = {goal.id: (goal.at.date(), max(ended.get(goal.id, today), goal.at.date())) for goal in goals}
    first = min((begins for begins, _ in spans.values()), default=today)
    days = max((today - first).days, 1)

    def bar(goal: Goal) -> Bar:
        begins, ends = spans[goal.id]
        width = max(100 * (ends - begins).days / days, _LEAST)
        return Bar(goal, begins, ends, goal.id not in ended, min(100 * (begins - first).days / days, 100 - width), width)

    subjects: dict[str, list[Row]] = {}
    for chain in _chains(goals):
        row = Row(tuple(bar(goal) for goal in chain))
        subjects.setdefault(row.last.subject, []).append(row)
    return Line(dict(sorted(subjects.items(), key=lambda one: (not one[0], one[0]))), _marks(first, today, days))


def _chains(goals: Sequence[Goal]) -> list[list[Goal]]:
    """Put each goal behind the one it was carried over from."""
    chains: dict[UUID | None, list[Goal]] = {}
    for goal in sorted(goals, key=lambda one: (one.at, str(one.id))):
        chain = chains.get(goal.origin_id)
        chains[goal.id] = chain if chain is not None else []
        chains[goal.id].append(goal)
    return list({id(chain): chain for chain in chains.values()}.values())


def _marks(first: date, today: date, days: int) -> list[Mark]:
    """Mark the years, and the half-years where there is room."""
    months = (1, 7) if (today - first).days <= _HALF_YEARS else (1,)
    found = [date(year, month, 1) for year in range(first.year, today.year + 1) for month in months]
    within = [day for day in found if first + timedelta(days=1) <= day <= today]
    return [Mark(day, 100 * (day - first).days / days) for day in within]
