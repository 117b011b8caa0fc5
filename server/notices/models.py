"""What a person has not read yet."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from server.columns import chosen, identity, later, maybe_to, moment, to


class Mail(StrEnum):
    """Whether an unread notice is also mailed, and when."""

    nightly = "nightly"
    at_once = "at_once"
    never = "never"


FOR_THE_NIGHT = "read IS NULL AND mail = 'nightly' AND event_id > mailed"
"""What holds for the notices that the next night's mail tells of."""


class Notice(SQLModel, table=True):
    """One kind of thing that happened in one plan, or in the plans of one class: unread until clicked, and never twice while unread."""

    __table_args__ = (
        Index(
            "one_unread_notice",
            "person_id",
            "bundle_id",
            "kind",
            unique=True,
            postgresql_where=text("read IS NULL"),
        ),
        Index("notices_for_the_night", "person_id", "at", postgresql_where=text(FOR_THE_NIGHT)),
        Index("notices_due", "due", postgresql_where=text("due IS NOT NULL")),
    )
    id: UUID = identity()
    person_id: UUID = to("person")
    plan_id: UUID = to("plan")
    bundle_id: UUID
    """What is one while unread: the plan's id, or the class's; then `plan_id` is the newest of them."""
    kind: str
    count: int = 1
    counted: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    """What it counts, where the same thing may happen again: each once."""
    event_id: int = Field(sa_type=BigInteger, sa_column_args=[ForeignKey("event.id")])
    actor_id: UUID | None = maybe_to("person", index=False)
    place: str = ""
    at: datetime = moment()
    read: datetime | None = later()
    shown: bool = True
    """Whether it is listed and counted; one that is not is kept for the mail or the push only."""
    mail: Mail = chosen(Mail.never)
    """Whether it is mailed, as its person had chosen when it came."""
    push: bool = False
    """Whether it is pushed to the person's devices, as had been chosen when it came."""
    due: datetime | None = later()
    """When it is to be mailed or pushed by itself, if it is to be and has not been."""
    mailed: int = Field(default=0, sa_type=BigInteger)
    """The event up to which it was mailed: one that has grown since is mailed again. Events are numbered, and no clock orders them."""
    mail_id: UUID | None = Field(default=None, sa_column_args=[ForeignKey("mail.id", ondelete="SET NULL")], index=True)
    """The mail that tells of it: it does not leave when all that it tells of has been read."""

    @property
    def is_bundle(self) -> bool:
        """Whether it tells of several things in a class."""
        return self.bundle_id != self.plan_id and self.count > 1


class NoticeChoice(SQLModel, table=True):
    """How somebody wants to hear of one group of events about one child, or about everybody else; without a row as we would choose."""

    __tablename__ = "notice_choice"
    __table_args__ = (UniqueConstraint("person_id", "about_id", "group", postgresql_nulls_not_distinct=True),)
    id: UUID = identity()
    person_id: UUID = to("person")
    about_id: UUID | None = maybe_to("person", index=False)
    """The child, or oneself; none stands for all others."""
    group: str
    badge: bool = True
    mail: Mail = chosen(Mail.nightly)
    push: bool = Field(default=True, sa_column_kwargs={"server_default": "true"})
    """Whether it is pushed to the devices on which the person has switched that on."""


class QuietHours(SQLModel, table=True):
    """When no mail and no push may come: from one time of day until another by the person's clock, over midnight too."""

    __tablename__ = "quiet_hours"
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    begins: time
    ends: time


class Digest(SQLModel, table=True):
    """The one mail of a night to somebody: the row itself decides that there is no second one."""

    __table_args__ = (UniqueConstraint("person_id", "night"),)
    id: UUID = identity()
    person_id: UUID = to("person", index=False)
    night: date = Field(index=True)
    """The day on which the night's mail is written, by the person's clock."""
    at: datetime = moment()
    mail_id: UUID | None = Field(default=None, sa_column_args=[ForeignKey("mail.id", ondelete="SET NULL")], index=True)
    """The mail, or none where the person has no address that takes mails."""


class MailStop(SQLModel, table=True):
    """Mails that somebody has turned off by the link in one: the night's, or those of one group of events."""

    __tablename__ = "mail_stop"
    __table_args__ = (UniqueConstraint("person_id", "what"),)
    id: UUID = identity()
    person_id: UUID = to("person", index=False)
    what: str
    at: datetime = moment()


class PushDevice(SQLModel, table=True):
    """A browser on which somebody has switched pushes on: the address of its push service, and what to encrypt for it with."""

    __tablename__ = "push_device"
    id: UUID = identity()
    person_id: UUID = to("person")
    session_id: UUID | None = Field(default=None, index=True)
    """In which session it was switched on: signing out there switches it off. No reference, since sessions are forgotten sooner."""
    endpoint: str = Field(unique=True)
    p256dh: str
    auth: str
    agent: str = ""
    made: datetime = moment()
    last_sent: datetime | None = later()
    gone: datetime | None = later()
    """Since when its push service knows it no longer; it stays so that its owner can see why nothing comes."""


class PushState(StrEnum):
    """Whether a push has left."""

    waiting = "waiting"
    sent = "sent"
    failed = "failed"
    dropped = "dropped"
    """It was read before it was sent, or may no longer be read."""


class Push(SQLModel, table=True):
    """One push to one device: that there is something new, and where; nothing of what it is."""

    __table_args__ = (Index("push_due", "next_try", postgresql_where=text("state = 'waiting'")),)
    id: UUID = identity()
    person_id: UUID = to("person")
    device_id: UUID = Field(sa_column_args=[ForeignKey("push_device.id", ondelete="CASCADE")], index=True)
    notice_id: UUID = Field(sa_column_args=[ForeignKey("notice.id", ondelete="CASCADE")], index=True)
    state: PushState = chosen(PushState.waiting)
    made: datetime = moment()
    next_try: datetime = moment()
    sent: datetime | None = later()
    tries: int = 0
    error: str = ""
