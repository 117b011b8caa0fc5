"""The numbers as a file for a spreadsheet: one figure a line, with what it is of, in the reader's language."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from server.errors import _
from server.goals.models import Status
from server.pages.names import STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from server.i18n import Words
    from server.numbers.actions.counting import Figures
    from server.numbers.actions.groups import Told

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEAD = (_("Group"), _("Week from"), _("Figure"), _("Count"))


def as_csv(told: Told, words: Words, until: date | None = None) -> str:
    """Write what is told; a week is its Monday, and its count is of all until its end. `until` is the week up to which is told.

    Spreadsheets part cells by what is no decimal sign of the language.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if words.language == "en" else ";")
    writer.writerow(words.say(one) for one in _HEAD)
    groups = [(one.name or words.say("Small groups together"), one.figures) for one in told.groups]
    for name, figures in [*groups, (words.say("All together"), told.whole)] if groups else ():
        writer.writerows((_plain(name), week, _figure(words, figure), count) for week, figure, count in _lines(figures, until))
    return out.getvalue()


def _lines(figures: Figures, until: date | None) -> Iterator[tuple[str, str | Status, int]]:
    """Give the figures of a group, then week by week."""
    yield "", _("Pupils"), figures.pupils
    yield "", _("Talks held"), figures.talks.total()
    yield "", _("Plans to agree on"), figures.written
    yield "", _("Plans agreed"), figures.agreed.total()
    for status in Status:
        yield "", status, figures.goals[status]
    for monday, talks, agreed in figures.weeks(until):
        yield str(monday), _("Talks held so far"), talks
        yield str(monday), _("Plans agreed so far"), agreed


def _figure(words: Words, figure: str | Status) -> str:
    """Say what is counted."""
    return f"{words.say('Goals')}: {words.say(STATUS[figure])}" if isinstance(figure, Status) else words.say(figure)


def _plain(name: str) -> str:
    """Write a name so that no spreadsheet takes it for a formula."""
    return f"'{name}" if name.startswith(_FORMULA) else name
