"""Organisations, schools, terms and classes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from server.columns import identity, json, maybe_to, moment, to


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


class ImportState(StrEnum):
    """How far an import has come."""

    reading = "reading"
    refused = "refused"
    ready = "ready"
    applying = "applying"
    applied = "applied"
    broken = "broken"
    dropped = "dropped"


class RosterImport(SQLModel, table=True):
    """A roster that an administrator has uploaded: how far it has come, and what it would do or has done."""

    __tablename__ = "roster_import"
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    person_id: UUID = to("person")
    at: datetime = moment(index=True)
    file_name: str
    size: int
    state: ImportState = ImportState.reading
    step: str = ""
    """What is being done, while something is."""
    done: int = 0
    """Of `size`, bytes read so far."""
    rows: int = 0
    changed_meanwhile: bool = False
    """Whether something else was changed here after the report, so that there is a new one."""
    report: dict[str, Any] = json()
