"""What a person has not read yet."""

from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from server.columns import chosen, identity, later, maybe_to, moment, to


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
    """Whether it is listed and counted; one that is not is kept for the mail only."""

    @property
    def is_bundle(self) -> bool:
        """Whether it tells of several things in a class."""
        return self.bundle_id != self.plan_id and self.count > 1


class Mail(StrEnum):
    """Whether an unread notice is also mailed, and when."""

    nightly = "nightly"
    at_once = "at_once"
    never = "never"


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


class QuietHours(SQLModel, table=True):
    """When no mail may come: from one time of day until another, over midnight too."""

    __tablename__ = "quiet_hours"
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    begins: time
    ends: time
