"""Times that are offered for talks, and those that are taken."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlmodel import Field, Relationship, SQLModel

from server.columns import JOINED, chosen, identity, later, maybe_to, moment, to
from server.plans.models import Plan

if TYPE_CHECKING:
    from sqlalchemy.schema import Constraint

LIVE = text("cancelled IS NULL")


def never_twice(name: str, key: str, where: str) -> "Constraint":
    """Let the database refuse that one and the same thing, of which `key` says which it is, is taken twice at once.

    The range `busy` is from (key, starts) to (key, ends), so only ranges of the same key ever meet: it needs no extension of PostgreSQL.
    """
    taken: Any = literal_column(f"busy(ROW({key}, starts)::busy_at, ROW({key}, ends)::busy_at)")
    return ExcludeConstraint((taken, "&&"), where=text(where), name=name, using="gist")


class Held(StrEnum):
    """How the talks of an offer are held."""

    here = "here"
    remote = "remote"
    either = "either"
    """In the room, or from afar: whoever books chooses."""


class Hindrance(StrEnum):
    """Why a time cannot be offered."""

    over = "over"
    offered = "offered"
    """The same host offers it already, or has a talk then."""
    room = "room"
    """A colleague has the room then."""


class Offer(SQLModel, table=True):
    """Times that one of the school's staff offers to a class, or to some pupils of it.

    `minutes` is a talk's length, `longer` that of a talk with an interpreter. Times can be booked until `closes`.
    """

    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    school_id: UUID = to("school")
    class_id: UUID = to("class")
    host_id: UUID = to("person")
    made_by: UUID = to("person", index=False)
    made: datetime = moment()
    room: str = ""
    """Where; a school has one room of a name."""
    held: Held = chosen(Held.here)
    phone: str = ""
    link: str = ""
    """For talks from afar: the number to call, or a meeting outside Stegvis."""
    minutes: int
    longer: int
    pause: int = 0
    """Minutes between two talks."""
    whole: bool = True
    """Whether it is for all pupils of the class, also those who come later; else for those chosen."""
    closes: datetime = moment()
    cancelled: datetime | None = later()

    @property
    def may_be_remote(self) -> bool:
        """Whether a talk may be held from afar."""
        return self.held is not Held.here


class OfferPupil(SQLModel, table=True):
    """A pupil for whom times are offered, where they are not for the whole class."""

    __tablename__ = "offer_pupil"
    offer_id: UUID = Field(foreign_key="offer.id", primary_key=True)
    pupil_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)


class Slot(SQLModel, table=True):
    """One time of an offer. It is free while no talk of its host, or in its room, is booked over it."""

    __table_args__ = (
        never_twice("slot_host", "class_id::text || host_id::text", "cancelled IS NULL"),
        Index("slots_by_offer", "offer_id", "starts"),
    )
    id: UUID = identity()
    offer_id: UUID = to("offer", index=False)
    class_id: UUID = Field(foreign_key="class.id")
    host_id: UUID = to("person", index=False)
    starts: datetime = moment()
    ends: datetime = moment()
    cancelled: datetime | None = later()
    """With its offer."""
    offer: Offer = Relationship(sa_relationship_kwargs=JOINED)


class Booking(SQLModel, table=True):
    """A talk that is booked by, or for, one household of a pupil; without a household by the pupil, who is of age or has no home.

    The database refuses it where its host, its room, its household or its pupil is taken already. `sequence` rises with every
    move, as calendars want it.
    """

    __table_args__ = (
        never_twice("booking_host", "host_id::text", "cancelled IS NULL"),
        never_twice("booking_room", "school_id::text || lower(room)", "cancelled IS NULL AND room <> ''"),
        never_twice("booking_household", "household_id::text", "cancelled IS NULL AND household_id IS NOT NULL"),
        never_twice("booking_pupil", "pupil_id::text", "cancelled IS NULL"),
        Index("one_live_booking", "plan_id", "household_id", unique=True, postgresql_where=LIVE, postgresql_nulls_not_distinct=True),
        Index("bookings_ahead", "starts", postgresql_where=LIVE),
    )
    id: UUID = identity()
    plan_id: UUID = to("plan")
    pupil_id: UUID = to("person")
    household_id: UUID | None = maybe_to("household")
    school_id: UUID = to("school", index=False)
    offer_id: UUID = to("offer")
    slot_id: UUID = to("slot")
    """The time that it begins with; with an interpreter it takes those after it, too."""
    host_id: UUID = to("person")
    room: str = ""
    remote: bool = False
    starts: datetime = moment()
    ends: datetime = moment()
    interpreter: bool = False
    language: str = ""
    """The interpreter's."""
    booked_by: UUID = to("person", index=False)
    at: datetime = moment()
    changed: datetime = moment()
    """When it was booked, or moved last: what comes due before that is not told any more."""
    sequence: int = 0
    cancelled: datetime | None = later()
    cancelled_by: UUID | None = maybe_to("person", index=False)
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)


class Waiting(SQLModel, table=True):
    """That a household found no time that fits, and is told when one becomes free."""

    __table_args__ = (UniqueConstraint("plan_id", "household_id", postgresql_nulls_not_distinct=True),)
    id: UUID = identity()
    plan_id: UUID = to("plan")
    household_id: UUID | None = maybe_to("household", index=False)
    person_id: UUID = to("person", index=False)
    at: datetime = moment()
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)


class Ahead(StrEnum):
    """How long before a talk it is called to mind."""

    day = "day"
    hour = "hour"


class TalkReminder(SQLModel, table=True):
    """That a talk was called to mind, once for each time it was booked or moved to."""

    __tablename__ = "talk_reminder"
    booking_id: UUID = Field(foreign_key="booking.id", primary_key=True)
    starts: datetime = Field(primary_key=True, sa_type=moment().sa_type)
    ahead: Ahead = Field(primary_key=True, sa_type=chosen(Ahead.day).sa_type)
    at: datetime = moment()


class CalendarFeed(SQLModel, table=True):
    """The secret address under which a person's own calendar reads their talks; only its hash is kept."""

    __tablename__ = "calendar_feed"
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True, index=True)
    made: datetime = moment()
