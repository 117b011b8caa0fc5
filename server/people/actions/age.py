"""When somebody is of age: from midnight of the eighteenth birthday, by the clock on the school's wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from server.i18n import at_school, zone

OF_AGE = 18


def local(at: datetime) -> datetime:
    """Give a moment as the clock on the school's wall says it."""
    return at_school(at)


def last_day(until: datetime) -> date:
    """Give the last day on which something holds that ends at a moment."""
    return local_day(until - timedelta(microseconds=1))


def local_day(at: datetime) -> date:
    """Give the day it is at school."""
    return at_school(at).date()


def midnight(day: date) -> datetime:
    """Give the moment when a day begins at school."""
    return datetime.combine(day, time(), zone())


def after(day: date) -> datetime:
    """Give the moment when a day has ended at school: what lasts until a day lasts until then."""
    return midnight(day + timedelta(days=1))


def birthday(born: date) -> date:
    """Give the day of coming of age. Whoever was born on a leap day has lived eighteen whole years on 1 March."""
    try:
        return born.replace(year=born.year + OF_AGE)
    except ValueError:
        return date(born.year + OF_AGE, 3, 1)


def born_by(day: date) -> date:
    """Give the last day of birth of those who are of age on a day: the other way round of `birthday`."""
    try:
        return day.replace(year=day.year - OF_AGE)
    except ValueError:
        return date(day.year - OF_AGE, 2, 28)


def is_of_age(born: date | None, day: date) -> bool:
    """Whether somebody is of age on a day; whose birth date is not known never is by itself."""
    return born is not None and born <= born_by(day)
