"""School years, the steps to them, and merges of people who were known twice."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from server.columns import identity, json, later, moment, to

BY_HAND = "hand:"
"""How the source id begins of what an administrator made: no roster names it, so no roster changes it."""
ROLLED = "rollover:"
"""How the source id begins of a class that a rollover made; then the old class's id and the school year's."""


class Way(StrEnum):
    """What becomes of a class when its school steps to the next year."""

    up = "up"
    stays = "stays"
    leaves = "leaves"


class SchoolYear(SQLModel, table=True):
    """A school year of an organisation; both days belong to it. Its terms are those that begin in it."""

    __tablename__ = "school_year"
    __table_args__ = (UniqueConstraint("organisation_id", "source_id"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    source_id: str
    title: str
    first_day: date
    last_day: date


class Rollover(SQLModel, table=True):
    """A school stepped to a school year. What moved is remembered: to undo it, and to tell a roster that is older than it.

    `moved` is `{"classes": [[old, new or null], …], "made": [class, …], "ended": [[relation, until or null], …], "groups": the same of
    places in teaching groups, "begun": the same, "plans": [[plan, old class, new class], …]}`.
    """

    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    school_id: UUID = to("school")
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    year: str
    """What the school year was called; it may go by another name, or be gone, by now."""
    first_day: date
    moved: dict[str, Any] = json()
    undone: datetime | None = later()


class Merge(SQLModel, table=True):
    """Somebody was known twice: the double became the kept person. What moved is remembered, so that it can be undone.

    `moved` is `{"rows": [[table, column, [[key…], …]], …], "ended": [relation…], "sessions": n, "protected": bool}`.
    """

    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    kept_id: UUID = to("person")
    double_id: UUID = to("person")
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    reason: str
    moved: dict[str, Any] = json()
    undone: datetime | None = later()
