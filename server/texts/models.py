"""A live text, its updates and its snapshot."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from server.columns import JOINED, identity, json, maybe_to, moment, to
from server.plans.models import Plan


class TextKind(StrEnum):
    """Which part of the plan a text or an answer is; with the plan's phase it decides who reads and who writes."""

    self_assessment = "self_assessment"
    home_preparation = "home_preparation"
    assessment = "assessment"
    school = "school"
    """What mentor and teachers say together: the school's own until it is shown."""
    staff_notes = "staff_notes"
    talk_notes = "talk_notes"
    agreement = "agreement"


class Reader(StrEnum):
    """For whom a template says from which step on a part is read; whoever follows the whole pupil reads in any case."""

    pupil = "pupil"
    home = "home"
    other_home = "other_home"
    """The adults of another household than the one that a part belongs to."""
    teachers = "teachers"


class From(StrEnum):
    """From which step of the staircase on something is read."""

    prepare_school = "prepare_school"
    prepare_home = "prepare_home"
    talk = "talk"
    use = "use"
    never = "never"


class Text(SQLModel, table=True):
    """One text, one Yjs document, one right to read and one to write.

    `seq` counts the updates taken; `epoch` rises when the document starts afresh; `open` is false while the plan is locked, or what the
    text belongs to is handed in. `question` and `reads` are as the template said when it was handed out: the question's key, and for each
    reader from when on; a reader who is not named reads as soon as the rights allow.
    """

    id: UUID = identity()
    plan_id: UUID = to("plan")
    kind: TextKind
    position: int
    household_id: UUID | None = maybe_to("household", index=False)
    subject: str = ""
    question: str = ""
    reads: dict[Reader, From] = json()
    preparation_id: UUID | None = maybe_to("preparation")
    asked_in: UUID | None = maybe_to("template_version", index=False)
    """The version that asked for it, where the plan's own asks no longer; it stays because somebody has written."""
    epoch: int = 1
    seq: int = Field(default=0, sa_type=BigInteger)
    open: bool = True
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)


class TextUpdate(SQLModel, table=True):
    """One Yjs update (v1), as it was acknowledged."""

    __tablename__ = "text_update"
    __table_args__ = (PrimaryKeyConstraint("text_id", "seq"), UniqueConstraint("text_id", "client", "op"))
    text_id: UUID = Field(foreign_key="text.id")
    seq: int = Field(sa_type=BigInteger)
    client: UUID
    op: int = Field(sa_type=BigInteger)
    person_id: UUID = Field(foreign_key="person.id")
    payload: bytes
    at: datetime = moment()


class TextSnapshot(SQLModel, table=True):
    """All updates up to and with `seq`, folded into one Yjs update (v1)."""

    __tablename__ = "text_snapshot"
    text_id: UUID = Field(foreign_key="text.id", primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    payload: bytes
    at: datetime = moment()


class TextPast(SQLModel, table=True):
    """What one person wrote in a text within a few minutes, as one Yjs update (v1); kept until the plan is archived.

    Rows of the same `seq`, that of their last update, are one moment, in which several may have written. Without a person it is what
    had come about before: by several, when nobody knows any more who wrote what.
    """

    __tablename__ = "text_past"
    __table_args__ = (Index("past_of_a_text", "text_id", "seq"),)
    id: UUID = identity()
    text_id: UUID = to("text", index=False)
    seq: int = Field(sa_type=BigInteger)
    person_id: UUID | None = maybe_to("person")
    since: datetime = moment()
    at: datetime = moment()
    payload: bytes
