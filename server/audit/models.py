"""The event row: what happened, and who did it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from server.columns import json, maybe_to, moment

INTERVENTIONS = "kind IN ('interventions_seen', 'second_factor_reset', 'slip_printed')"
"""What is done to somebody's sign-in, found by whom it concerns."""

OF_NO_PUPIL = "kind IN ('relation_begun', 'relation_ended') AND data ->> 'pupil' IS NULL"
"""A tie to a class or a school that began or ended, found by the tie: it stands in the log of each pupil of the class."""


class Event(SQLModel, table=True):
    """One fact, three readers: the audit log, the outbox, and the notices made from it."""

    __table_args__ = (
        Index("sign_in_interventions", text("(data ->> 'person'::text)"), postgresql_where=text(INTERVENTIONS)),
        Index("ties_of_no_pupil", text("(data ->> 'relation'::text)"), postgresql_where=text(OF_NO_PUPIL)),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    at: datetime = moment(index=True)
    kind: str
    organisation_id: UUID = maybe_to("organisation", index=False)
    actor_id: UUID | None = maybe_to("person")
    plan_id: UUID | None = maybe_to("plan")
    pupil_id: UUID | None = maybe_to("person")
    revision: int | None = None
    data: dict[str, Any] = json()
