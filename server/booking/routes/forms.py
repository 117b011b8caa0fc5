"""The forms of offering times."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Annotated, Self
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import Field

from server.booking.actions import Pattern, Span
from server.booking.models import Held
from server.errors import WrongFormError, _
from server.people.actions.age import after
from server.web import Form, typed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

DAYS, BREAKS = 5, 2
"""Rows for days and for breaks on the form."""
TIME, PUPIL = "time:", "pupil:"
"""How the boxes of a time and of a pupil are named; the moment, or the id, follows."""
Short = Annotated[str, Field(max_length=200)]


class Offering(Form):
    """Who offers what: the pattern's rows (`day1`, `begins1`, `ends1`, `rest1`, `until1`) are read besides."""

    host: UUID | None = None
    room: Annotated[str, Field(max_length=80)] = ""
    held: Held = Held.here
    phone: Annotated[str, Field(max_length=40)] = ""
    link: Short = ""
    minutes: Annotated[int, Field(ge=5, le=180)] = 20
    longer: Annotated[int, Field(ge=5, le=360)] = 40
    pause: Annotated[int, Field(ge=0, le=60)] = 0
    whole: bool = False
    closes: date | None = None

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Self:
        """Read the form's own fields.

        Raises:
            WrongFormError: with a sentence for each field that is wrong.
        """
        form = typed(cls, {name: value for name, value in fields.items() if name in cls.model_fields and value != ""})
        wrong = {}
        if form.longer < form.minutes:
            wrong["longer"] = _("A talk with an interpreter cannot be shorter than one without.")
        if form.held is not Held.remote and not form.room:
            wrong["room"] = _("Say where the talks are, or offer them from afar only.")
        if form.link and urlsplit(form.link).scheme != "https":
            wrong["link"] = _("The address of a meeting begins with https://.")
        if wrong:
            raise WrongFormError(wrong)
        return form.model_copy(update={"room": " ".join(form.room.split())})

    @property
    def closing(self) -> datetime | None:
        """Until when times can be booked, the last day included."""
        return after(self.closes) if self.closes else None


def pattern_of(fields: Mapping[str, str], form: Offering) -> Pattern:
    """Read the rows of days and breaks.

    Raises:
        WrongFormError: with a sentence for each row that is wrong.
    """
    wrong: dict[str, str] = {}
    days, breaks = [], []
    for number in range(1, DAYS + 1):
        if day := fields.get(f"day{number}", ""):
            span = _span(fields, f"begins{number}", f"ends{number}", wrong)
            if span and (found := _day(day, f"day{number}", wrong)):
                days.append((found, span))
    for number in range(1, BREAKS + 1):
        names = f"rest{number}", f"until{number}"
        breaks += [span] if any(fields.get(one) for one in names) and (span := _span(fields, *names, wrong)) else []
    if not days and not wrong:
        wrong["day1"] = _("Choose at least one day.")
    if wrong:
        raise WrongFormError(wrong)
    return Pattern(tuple(days), form.minutes, form.pause, tuple(breaks))


def _day(written: str, name: str, wrong: dict[str, str]) -> date | None:
    """Read a day, or note what is wrong with it."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        wrong[name] = _("This is not a day.")
        return None


def _span(fields: Mapping[str, str], begins: str, ends: str, wrong: dict[str, str]) -> Span | None:
    """Read from when until when, or note what is wrong with it."""
    try:
        span = Span(time.fromisoformat(fields.get(begins, "")), time.fromisoformat(fields.get(ends, "")))
    except ValueError:
        wrong[begins] = _("Say from when until when.")
        return None
    if span.begins.tzinfo or span.ends.tzinfo or span.ends <= span.begins:
        wrong[ends] = _("The end comes before the beginning.")
        return None
    return span
