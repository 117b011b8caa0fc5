"""An archive that was asked for, one that was brought, and the authors whom archives name."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from server.columns import chosen, identity, json, later, maybe_to, moment, to


class Purpose(StrEnum):
    """What an archive is for."""

    access = "access"
    """Whom it is about, or a guardian, takes out what they may read."""
    moving = "moving"
    """The school hands the pupil over to another."""


class ExportState(StrEnum):
    """How far an archive has come."""

    waiting = "waiting"
    ready = "ready"
    failed = "failed"
    gone = "gone"


class PupilExport(SQLModel, table=True):
    """An archive of one pupil, made as whoever asked for it may read, and theirs alone to fetch until it expires."""

    __tablename__ = "pupil_export"
    __table_args__ = (Index("exports_to_make", "at", postgresql_where=text("state = 'waiting'")),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    pupil_id: UUID = to("person")
    asked_by: UUID = to("person")
    purpose: Purpose = chosen(Purpose.access)
    reason: str = ""
    with_identity: bool = False
    """Whether the name of a pupil with protected identity is to stand in it."""
    language: str = "sv"
    at: datetime = moment()
    state: ExportState = chosen(ExportState.waiting)
    tries: int = 0
    made: datetime | None = later()
    """The moment as of which it was made."""
    expires: datetime | None = later()
    fetched: datetime | None = later()
    """When it was fetched last."""
    size: int = 0
    sha256: str = ""
    holds: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    """What is in it that may be deleted, or taken out of somebody's sight, before it is fetched: the ids."""


class ExportPiece(SQLModel, table=True):
    """A piece of a made archive; they lie in the database, so that any process gives them and what is removed is gone for all."""

    __tablename__ = "export_piece"
    owner_id: UUID = Field(foreign_key="pupil_export.id", primary_key=True)
    number: int = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)


class BroughtState(StrEnum):
    """How far an archive that was brought has come."""

    refused = "refused"
    ready = "ready"
    applied = "applied"
    dropped = "dropped"


class PupilImport(SQLModel, table=True):
    """An archive that a principal has brought for one of the school's pupils: what it would write, or has written."""

    __tablename__ = "pupil_import"
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    school_id: UUID = to("school")
    pupil_id: UUID = to("person")
    brought_by: UUID = to("person")
    at: datetime = moment()
    file_name: str
    size: int = 0
    sha256: str = ""
    state: BroughtState = chosen(BroughtState.ready)
    report: dict[str, Any] = json()


class ImportPiece(SQLModel, table=True):
    """A piece of an archive that was brought, kept until it is applied or dropped."""

    __tablename__ = "import_piece"
    owner_id: UUID = Field(foreign_key="pupil_import.id", primary_key=True)
    number: int = Field(primary_key=True)
    body: bytes = Field(sa_type=LargeBinary)


class PastAuthor(SQLModel, table=True):
    """Somebody whom an archive names and who is nobody here: a name and what they were, with no ties and no way to sign in."""

    __tablename__ = "past_author"
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    roles: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    household_id: UUID | None = maybe_to("household", index=False)
    """The home of which they were an adult."""
    import_id: UUID | None = maybe_to("pupil_import", index=False)
