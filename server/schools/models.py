"""Organisations, schools, terms and classes."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from server.columns import identity, maybe_to, to


class Organisation(SQLModel, table=True):
    """A municipality or company: the controller of the data."""

    id: UUID = identity()
    source_id: str = Field(unique=True)
    name: str


class School(SQLModel, table=True):
    """A unit led by a principal."""

    __table_args__ = (UniqueConstraint("organisation_id", "source_id"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    source_id: str
    name: str


class Term(SQLModel, table=True):
    """A period of a school year; both days belong to it."""

    __table_args__ = (UniqueConstraint("organisation_id", "source_id"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    source_id: str
    title: str
    first_day: date
    last_day: date


class ClassKind(StrEnum):
    """What a set of pupils is for."""

    homeroom = "homeroom"
    group = "group"


class Class(SQLModel, table=True):
    """A set of pupils: a homeroom class, or the group that has a subject together."""

    __table_args__ = (UniqueConstraint("organisation_id", "source_id"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    school_id: UUID = to("school")
    term_id: UUID | None = maybe_to("term")
    source_id: str
    name: str
    kind: ClassKind
    year: str = ""
    subject: str = ""
