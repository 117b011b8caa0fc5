"""A talk: one sitting under a plan, who is in its session, who is invited, and what is said beside it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel

from server.columns import JOINED, chosen, identity, later, maybe_to, moment, to
from server.plans.models import Plan


class PointKind(StrEnum):
    """What a point of the agenda is about; what the page shows at it follows from that."""

    where_now = "where_now"
    reached = "reached"
    new_goals = "new_goals"
    agreement = "agreement"
    own = "own"
    """What somebody wrote in their own words."""


class Talk(SQLModel, table=True):
    """One sitting under a plan: with everyone, or with one household beside pupil and staff.

    `agenda` is a list of points, each `{key, kind, title, words, minutes}`. An empty title is said in the reader's language: by `words`,
    which has a sentence for each where the school's form says how the point is called, else by its kind.
    """

    __table_args__ = (
        Index(
            "one_open_talk",
            "plan_id",
            text("coalesce(household_id, plan_id)"),
            unique=True,
            postgresql_where=text("ended IS NULL"),
        ),
    )
    id: UUID = identity()
    plan_id: UUID = to("plan")
    household_id: UUID | None = maybe_to("household", index=False)
    """Whose sitting it is; without one it is everybody's."""
    begun: datetime = moment()
    begun_by: UUID = to("person")
    ended: datetime | None = later()
    ended_by: UUID | None = maybe_to("person", index=False)
    lead_id: UUID = to("person")
    """Who leads it now."""
    agenda: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    point: str = ""
    """The key of the point where the talk is."""
    pointed: datetime = moment()
    """When it came there."""
    phone: str = ""
    """A telephone number by which one can take part, where the browser's sound finds no way."""
    link: str = ""
    """An outside meeting's address, for the same."""
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)


class Attendance(SQLModel, table=True):
    """Somebody in the session of a talk, from when until when: the talk's rights hold meanwhile, whatever happens to the line."""

    __table_args__ = (Index("one_open_attendance", "talk_id", "person_id", unique=True, postgresql_where=text("until IS NULL")),)
    id: UUID = identity()
    talk_id: UUID = to("talk")
    person_id: UUID = to("person")
    since: datetime = moment()
    until: datetime | None = later()


class InvitedAs(StrEnum):
    """As what somebody is invited to one talk."""

    teacher = "teacher"
    """A teacher of the pupil, who is known already and needs no link."""
    interpreter = "interpreter"
    relative = "relative"
    staff = "staff"
    other = "other"


class Invited(SQLModel, table=True):
    """Somebody whom the mentor has invited to one talk: a teacher by name, or a guest by a link that opens once.

    A guest is a person of this one talk: the row is made when the link is opened, and has no ties.
    """

    __table_args__ = (Index("invited_once", "talk_id", "person_id", unique=True, postgresql_where=text("until IS NULL")),)
    id: UUID = identity()
    talk_id: UUID = to("talk")
    person_id: UUID | None = maybe_to("person")
    name: str
    kind: InvitedAs = chosen(InvitedAs.other)
    secret: str | None = Field(default=None, unique=True)
    """The SHA-256 of the link's token; none for somebody who is known already."""
    invited_by: UUID = to("person", index=False)
    at: datetime = moment()
    opened: datetime | None = later()
    """When the link was used: then a guest waits to be let in."""
    admitted: datetime | None = later()
    writes: bool = False
    """Whether the mentor lets them write in the joint texts."""
    until: datetime | None = later()
    """When it ended: refused, removed, or with the talk."""
    talk: Talk = Relationship(sa_relationship_kwargs=JOINED)


class TalkLine(SQLModel, table=True):
    """One line of the quiet chat: gone with the end of the talk."""

    __tablename__ = "talk_line"
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    talk_id: UUID = to("talk")
    person_id: UUID = to("person")
    words: str
    at: datetime = moment()
