"""The last days of a round's steps: which are proposed, and which make sense."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from server.errors import Filled, WrongFormError, _
from server.rounds.models import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.schools.models import Term

LONGEST = timedelta(days=366)
UNTIL = {Step.prepare_school: "prepare_school_by", Step.prepare_home: "prepare_home_by", Step.book: "book_by", Step.talk: "talk_by"}
"""In which field of a round the last day of a step stands."""
DAYS = {Step.prepare_school: 14, Step.prepare_home: 21, Step.book: 28, Step.talk: 42}
"""In how many days each step is to be done, until somebody says otherwise."""
_SATURDAY = 5
_FREE = frozenset({(12, 24), (12, 25), (12, 26), (12, 31), (1, 1), (1, 6), (5, 1), (6, 6)})
"""Months and days on which no Swedish school is open, whatever the day of the week."""


def propose(first: date, last: date) -> dict[Step, date]:
    """Propose the last day of each step between two days, on days of school; where there is less time they come closer together."""
    share = min(1.0, max((last - first).days, 0) / DAYS[Step.talk])
    return {step: school_day(first + timedelta(days=int(after * share)), first) for step, after in DAYS.items()}


def school_day(day: date, first: date) -> date:
    """Give the last day of school up to a day; the day itself where there has been none since the first."""
    found = day
    while found.weekday() >= _SATURDAY or (found.month, found.day) in _FREE:
        if found <= first:
            return day
        found -= timedelta(days=1)
    return found


def hold_days(until: Mapping[Step, date], today: date, term: Term | None, before: Mapping[Step, date] | None = None) -> None:
    """Hold that the steps' last days come one after the other and fit the term; a day that stood there before may stay.

    Raises:
        WrongFormError: with a sentence for each field that is wrong.
    """
    changed = {step: day for step, day in until.items() if (before or {}).get(step) != day}
    wrong = {UNTIL[step]: why for step, day in changed.items() if (why := _why_not(step, day, today, term))}
    ordered = [(step, until[step]) for step in UNTIL if step in until]
    for (_one, first), (step, then) in pairwise(ordered):
        if then < first:
            wrong.setdefault(UNTIL[step], _("This step must not end before the one that comes before it."))
    if wrong:
        raise WrongFormError(wrong)


def _why_not(step: Step, day: date, today: date, term: Term | None) -> str:
    """Say why a step cannot end on a day: to prepare one may begin before the term, to talk not."""
    if day < today:
        return _("This day has passed.")
    if day > today + LONGEST:
        return _("This is more than a year away.")
    if term and (day > term.last_day or (step is Step.talk and day < term.first_day)):
        return Filled(_("This day is not in the term {term}. Choose a day in it, or another term."), term=term.title)
    return ""
