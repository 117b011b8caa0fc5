"""What is proposed to be agreed, each party's answer to it, and a locked version as a document."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel

from server.columns import JOINED, identity, later, maybe_to, moment, to
from server.plans.models import Plan, Version


class Answerer(StrEnum):
    """As what somebody answers; the proposal itself is the mentor's yes."""

    pupil = "pupil"
    guardian = "guardian"
    contact = "contact"
    mentor = "mentor"


class Agreement(SQLModel, table=True):
    """What the mentor proposes: exactly these bytes are answered to, and held by the version that is locked.

    `body` is canonical JSON in UTF-8; `goals` are the ids of the proposed goals that become ongoing with the lock.
    """

    __table_args__ = (
        Index("one_open_agreement", "plan_id", unique=True, postgresql_where=text("taken_back IS NULL AND version_id IS NULL")),
    )
    id: UUID = identity()
    plan_id: UUID = to("plan")
    proposed_by: UUID = to("person", index=False)
    at: datetime = moment()
    body: bytes
    sha256: str
    goals: list[str] = Field(default_factory=list, sa_type=JSONB)
    taken_back: datetime | None = later()
    taken_back_by: UUID | None = maybe_to("person", index=False)
    version_id: UUID | None = maybe_to("version", index=False)
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)

    @property
    def is_open(self) -> bool:
        """Whether it still waits: neither taken back nor locked."""
        return self.taken_back is None and self.version_id is None

    @property
    def record(self) -> dict[str, Any]:
        """What the proposed bytes say."""
        return json.loads(self.body)  # type: ignore[no-any-return]


class Assent(SQLModel, table=True):
    """One person's answer to a proposal: a yes, or an objection in their own words; theirs to change until the lock."""

    __table_args__ = (UniqueConstraint("agreement_id", "person_id"),)
    id: UUID = identity()
    agreement_id: UUID = to("agreement", index=False)
    person_id: UUID = to("person")
    role: Answerer = Field(sa_type=Enum(Answerer, native_enum=False, length=16))
    yes: bool
    objection: str = ""
    at: datetime = moment()


class AssentReminder(SQLModel, table=True):
    """Those who had not answered a proposal were asked again; each time once."""

    __tablename__ = "assent_reminder"
    __table_args__ = (UniqueConstraint("agreement_id", "number"),)
    id: UUID = identity()
    agreement_id: UUID = to("agreement", index=False)
    number: int
    at: datetime = moment()


class VersionDocument(SQLModel, table=True):
    """A locked version as a PDF in one language: made once, and from then on these bytes, whoever asks."""

    __tablename__ = "version_document"
    __table_args__ = (UniqueConstraint("version_id", "language"),)
    id: UUID = identity()
    version_id: UUID = to("version", index=False)
    language: str
    at: datetime = moment()
    body: bytes
    sha256: str
    version: Version = Relationship(sa_relationship_kwargs=JOINED)
