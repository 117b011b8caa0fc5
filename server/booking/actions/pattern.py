"""Times from a pattern: so many days, from and until when, how long, with which breaks. By the clock on the school's wall."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from server.i18n import zone

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Span:
    """From one time of day until another."""

    begins: time
    ends: time


@dataclass(frozen=True)
class Pattern:
    """On which days, from and until when, with which breaks; in minutes how long a talk and the pause after it are."""

    days: tuple[tuple[date, Span], ...]
    minutes: int
    pause: int = 0
    breaks: tuple[Span, ...] = field(default=())


@dataclass(frozen=True, order=True)
class Time:
    """One time, in UTC."""

    starts: datetime
    ends: datetime

    def meets(self, starts: datetime, ends: datetime) -> bool:
        """Whether something lies over it."""
        return self.starts < ends and starts < self.ends


def times(pattern: Pattern) -> list[Time]:
    """Give the times of a pattern in their order.

    It goes by the clock on the wall. An hour that the clock leaves out has no times; one that it shows twice has them once, the first
    time round; and none lies over another.
    """
    found: list[Time] = []
    for day, span in sorted(pattern.days, key=lambda one: (one[0], one[1].begins)):
        for one in _of_day(day, span, pattern):
            if not found or one.starts >= found[-1].ends:
                found.append(one)
    return found


def _of_day(day: date, span: Span, pattern: Pattern) -> Iterator[Time]:
    """Give the times of one day, by the wall's clock."""
    length, step = timedelta(minutes=pattern.minutes), timedelta(minutes=pattern.minutes + pattern.pause)
    wall, last = datetime.combine(day, span.begins), datetime.combine(day, span.ends)
    while wall + length <= last:
        hindrance = next((one for one in pattern.breaks if _meets(wall, length, day, one)), None)
        if hindrance:
            wall = datetime.combine(day, hindrance.ends)
            continue
        if (starts := _moment(wall)) is not None:
            yield Time(starts, starts + length)
        wall += step


def _meets(wall: datetime, length: timedelta, day: date, span: Span) -> bool:
    """Whether a talk that begins at a time lies over a break."""
    return wall < datetime.combine(day, span.ends) and datetime.combine(day, span.begins) < wall + length


def _moment(wall: datetime) -> datetime | None:
    """Give the moment at which the wall's clock shows a time for the first time; none where it never does."""
    moment = wall.replace(tzinfo=zone()).astimezone(UTC)
    return moment if moment.astimezone(zone()).replace(tzinfo=None, fold=0) == wall else None
