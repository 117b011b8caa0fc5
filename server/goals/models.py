"""A goal and its check-ins."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Relationship, SQLModel

from server.columns import JOINED, identity, maybe_to, moment, to
from server.plans.models import Plan


class Status(StrEnum):
    """Where a goal stands; see the glossary for who may set which."""

    proposed = "proposed"
    ongoing = "ongoing"
    done = "done"
    fulfilled = "fulfilled"
    cancelled = "cancelled"
    carried_over = "carried_over"


class Goal(SQLModel, table=True):
    """Something to be reached, and what school, pupil and home do for it."""

    id: UUID = identity()
    plan_id: UUID = to("plan")
    proposed_by: UUID = to("person", index=False)
    responsible_id: UUID | None = maybe_to("person", index=False)
    origin_id: UUID | None = maybe_to("goal", index=False)
    status: Status = Status.proposed
    title: str
    why: str = ""
    school_does: str = ""
    pupil_does: str = ""
    home_does: str = ""
    subject: str = ""
    criteria: str = ""
    evaluation: str = ""
    due: date | None = None
    at: datetime = moment()
    changed: datetime = moment()
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)


class CheckIn(SQLModel, table=True):
    """A short look at a goal between talks."""

    __tablename__ = "check_in"
    id: UUID = identity()
    goal_id: UUID = to("goal")
    person_id: UUID = to("person", index=False)
    words: str
    at: datetime = moment()
