"""What a person has not read yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from server.columns import identity, later, maybe_to, moment, to


class Notice(SQLModel, table=True):
    """One kind of thing that happened in one plan: unread until clicked, and never twice while unread."""

    __table_args__ = (
        Index(
            "one_unread_notice",
            "person_id",
            "plan_id",
            "kind",
            unique=True,
            postgresql_where=text("read IS NULL"),
        ),
    )
    id: UUID = identity()
    person_id: UUID = to("person")
    plan_id: UUID = to("plan")
    kind: str
    count: int = 1
    event_id: int = Field(sa_type=BigInteger, sa_column_args=[ForeignKey("event.id")])
    actor_id: UUID | None = maybe_to("person", index=False)
    place: str = ""
    at: datetime = moment()
    read: datetime | None = later()
