"""Retention profiles, holds, and disposals: proposed by one person, approved by another, done by a job, and reported on."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import SQLModel

from server.columns import chosen, identity, json, later, maybe_to, moment, to


class DocumentKind(StrEnum):
    """The kinds of documents, each with a rule of its own; the first are disposed of with two people's word, the last by themselves."""

    preparations = "preparations"
    comments = "comments"
    assessments = "assessments"
    talk_notes = "talk_notes"
    archived_plans = "archived_plans"
    versions = "versions"
    access_log = "access_log"
    pictures = "pictures"
    mails = "mails"
    guests = "guests"


class After(StrEnum):
    """From which event on the time is counted."""

    school_year = "school_year"
    archiving = "archiving"
    leaving = "leaving"
    sending = "sending"
    """When a mail was made."""
    talk = "talk"
    """The end of the talk that a guest was invited to."""


class RetentionRule(SQLModel, table=True):
    """How long an organisation keeps a kind of document; without a row as we would. `reason` is the board's decision or the law."""

    __tablename__ = "retention_rule"
    __table_args__ = (UniqueConstraint("organisation_id", "kind"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation", index=False)
    kind: DocumentKind = chosen(DocumentKind.preparations)
    months: int
    after: After = chosen(After.school_year)
    reason: str = ""
    set_by: UUID = to("person", index=False)
    at: datetime = moment()


class Hold(SQLModel, table=True):
    """While it stands, nothing of a pupil is disposed of."""

    __table_args__ = (Index("one_hold", "pupil_id", unique=True, postgresql_where=text("lifted IS NULL")),)
    id: UUID = identity()
    pupil_id: UUID = to("person")
    placed_by: UUID = to("person", index=False)
    reason: str
    at: datetime = moment()
    lifted: datetime | None = later()
    lifted_by: UUID | None = maybe_to("person", index=False)


class DisposalState(StrEnum):
    """How far a disposal has come."""

    proposed = "proposed"
    approved = "approved"
    done = "done"
    withdrawn = "withdrawn"
    expired = "expired"


class Disposal(SQLModel, table=True):
    """What one person has proposed to dispose of, in a whole organisation or in one school, and what came of it."""

    __table_args__ = (Index("disposals_to_do", "approved", postgresql_where=text("state = 'approved'")),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    school_id: UUID | None = maybe_to("school")
    proposed_by: UUID = to("person", index=False)
    at: datetime = moment()
    expires: datetime = moment()
    state: DisposalState = chosen(DisposalState.proposed)
    approved_by: UUID | None = maybe_to("person", index=False)
    approved: datetime | None = later()
    done: datetime | None = later()
    report: dict[str, Any] = json()


class DisposalItem(SQLModel, table=True):
    """One pupil's documents of one kind, under one plan or of the pupil altogether, that a disposal is about.

    `outcome` is empty until it was dealt with: then `gone`, `held`, `not_due` or `left`, where something could still be found of it.
    """

    __tablename__ = "disposal_item"
    id: UUID = identity()
    disposal_id: UUID = to("disposal")
    kind: DocumentKind = chosen(DocumentKind.preparations)
    pupil_id: UUID = to("person", index=False)
    plan_id: UUID | None = None
    """The plan's id, also when the plan is gone."""
    count: int = 0
    outcome: str = ""
    removed: int = 0
