"""What only SS 12000 says: who is staff by which duty, what is taught where, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Duty(NamedTuple):
    """By which id a person is spoken of as staff."""

    file: str
    line: int
    id: str
    person: str


class Lesson(NamedTuple):
    """An activity in one group, with its subject."""

    file: str
    line: int
    id: str
    title: str
    klass: str
    syllabus: str
    subject: str


class Teaching(NamedTuple):
    """Who teaches an activity, as staff (`duty`) or by person, between two days."""

    file: str
    line: int
    lesson: str
    duty: str
    person: str
    first_day: date | None = None
    last_day: date | None = None
