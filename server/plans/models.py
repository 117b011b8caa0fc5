"""The plan and its locked versions."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from server.columns import JOINED, identity, later, maybe_to, moment, to


class Phase(StrEnum):
    """How far the plan has come; decides who sees and writes what."""

    draft = "draft"
    shared = "shared"
    talk = "talk"
    agreed = "agreed"
    in_use = "in_use"
    evaluated = "evaluated"
    archived = "archived"


class Plan(SQLModel, table=True):
    """One pupil's development plan for a term.

    `revision` rises by one with every event told of the plan; a page knows by it whether it is stale.
    """

    __table_args__ = (UniqueConstraint("pupil_id", "term_id"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    school_id: UUID = to("school")
    class_id: UUID = to("class")
    term_id: UUID | None = maybe_to("term")
    pupil_id: UUID = to("person")
    phase: Phase = Phase.draft
    revision: int = 0
    begun: datetime = moment()
    locked: datetime | None = later()


class Version(SQLModel, table=True):
    """A locked copy: the same bytes for ever.

    `body` is canonical JSON in UTF-8 (texts as HTML, agreed goals); `sha256` is the hex digest of exactly these bytes.
    """

    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: UUID = identity()
    plan_id: UUID = to("plan")
    number: int
    at: datetime = moment()
    locked_by: UUID = Field(foreign_key="person.id")
    body: bytes
    sha256: str
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)

    @property
    def record(self) -> dict[str, Any]:
        """What the locked bytes say."""
        return json.loads(self.body)  # type: ignore[no-any-return]
