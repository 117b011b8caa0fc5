"""A party's preparation, and the answers in it that are no live text."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel

from server.columns import JOINED, identity, json, later, maybe_to, moment, to
from server.plans.models import Plan
from server.texts.models import From, Reader, TextKind


class Party(StrEnum):
    """Who prepares."""

    pupil = "pupil"
    teachers = "teachers"
    """The teachers of one subject."""
    home = "home"
    """The adults of one household."""


class Preparation(SQLModel, table=True):
    """What one party has been asked to prepare for a talk: handed in when `ready`, no longer waited for when `closed`.

    Its texts and answers are open while it is neither.
    """

    __table_args__ = (UniqueConstraint("plan_id", "party", "household_id", "subject", postgresql_nulls_not_distinct=True),)
    id: UUID = identity()
    plan_id: UUID = to("plan")
    party: Party
    household_id: UUID | None = maybe_to("household", index=False)
    subject: str = ""
    asked: bool = True
    """Whether the talk waits for it."""
    ready: datetime | None = later()
    ready_by: UUID | None = maybe_to("person", index=False)
    closed: datetime | None = later()
    closed_by: UUID | None = maybe_to("person", index=False)
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)


class Answer(SQLModel, table=True):
    """The answer to one question that is not answered in prose; empty until somebody answers. Rights as of a text of its kind.

    `value` is as the question's kind has it: choices `[int, …]`, a scale, a face or a level `int` (from 0), goals followed up
    `{goal: int}`; an attachment's files hang on it.
    """

    id: UUID = identity()
    plan_id: UUID = to("plan")
    preparation_id: UUID | None = maybe_to("preparation")
    kind: TextKind
    position: int
    question: str
    household_id: UUID | None = maybe_to("household", index=False)
    subject: str = ""
    reads: dict[Reader, From] = json()
    value: Any = Field(default=None, sa_type=JSONB(none_as_null=True), nullable=True)
    by_id: UUID | None = maybe_to("person", index=False)
    at: datetime = moment()
    open: bool = True
    asked_in: UUID | None = maybe_to("template_version", index=False)
    """As of a text: the version that asked, where the plan's own asks no longer."""
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)


class Attachment(SQLModel, table=True):
    """A file that answers a question: a picture, made anew from what was sent, or a PDF as it was sent."""

    id: UUID = identity()
    answer_id: UUID = to("answer")
    by_id: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    name: str
    """As whoever sent it called it."""
    media_type: str
    size: int
    content: bytes
    answer: Answer = Relationship(sa_relationship_kwargs=JOINED)

    @property
    def plan(self) -> Plan:
        """The plan that it belongs to."""
        return self.answer.plan
