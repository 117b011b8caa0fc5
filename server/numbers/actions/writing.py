"""The numbers as a file for a spreadsheet: one figure a line, with what it is of."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from server.goals.models import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from server.numbers.actions.counting import Figures
    from server.numbers.actions.groups import Told

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(told: Told, small: str, whole: str) -> str:
    """Write what is told: `group, week, figure, count`; a week is its Monday, and its count is of all until its end."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("group", "week", "figure", "count"))
    for name, figures in [*((one.name or small, one.figures) for one in told.groups), (whole, told.whole)]:
        writer.writerows((_plain(name), *line) for line in _lines(figures))
    return out.getvalue()


def _lines(figures: Figures) -> Iterator[tuple[str, str, int]]:
    """Give the figures of a group."""
    yield "", "pupils", figures.pupils
    yield "", "talks_held", figures.talks.total()
    yield "", "plans_to_agree", figures.written
    yield "", "plans_agreed", figures.agreed.total()
    for status in Status:
        yield "", f"goals_{status}", figures.goals[status]
    yield from _by_week(figures.weeks())


def _by_week(weeks: Iterable[tuple[object, int, int]]) -> Iterator[tuple[str, str, int]]:
    """Give a group's figures week by week."""
    for monday, talks, agreed in weeks:
        yield str(monday), "talks_held", talks
        yield str(monday), "plans_agreed", agreed


def _plain(name: str) -> str:
    """Write a name so that no spreadsheet takes it for a formula."""
    return f"'{name}" if name.startswith(_FORMULA) else name
