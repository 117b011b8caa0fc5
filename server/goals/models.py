"""A goal with what is said and known of it: check-ins, criteria, evaluations, and what was called to mind."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, Relationship, SQLModel

from server.columns import JOINED, chosen, identity, later, maybe_to, moment, to
from server.plans.models import Plan
from server.schools.models import School


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

    __table_args__ = (Index("goals_with_a_last_day", "due", postgresql_where=text("due IS NOT NULL AND status = 'ongoing'")),)
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
    """Criteria in somebody's own words; those of the school's list are tied to the goal."""
    evaluation: str = ""
    due: date | None = None
    at: datetime = moment()
    changed: datetime = moment()
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)


class CheckIn(SQLModel, table=True):
    """A short look at a goal between talks: a face, from 0, the saddest, to 4, some words, a picture, or several of them."""

    __tablename__ = "check_in"
    id: UUID = identity()
    goal_id: UUID = to("goal")
    person_id: UUID = to("person", index=False)
    face: int | None = None
    words: str
    at: datetime = moment()
    goal: Goal = Relationship(sa_relationship_kwargs=JOINED)

    @property
    def plan(self) -> Plan:
        """The plan that it belongs to."""
        return self.goal.plan


class CheckInPicture(SQLModel, table=True):
    """The picture of a check-in, made anew from what was sent: WebP."""

    __tablename__ = "check_in_picture"
    check_in_id: UUID = Field(foreign_key="check_in.id", primary_key=True)
    content: bytes


class Called(StrEnum):
    """Why a goal is called to mind."""

    soon = "soon"
    over = "over"


class GoalCall(SQLModel, table=True):
    """That a goal was called to mind: once for each last day that it has had."""

    __tablename__ = "goal_call"
    goal_id: UUID = Field(foreign_key="goal.id", primary_key=True)
    due: date = Field(primary_key=True)
    why: Called = Field(primary_key=True, sa_type=chosen(Called.soon).sa_type)
    at: datetime = moment()


class Criterion(SQLModel, table=True):
    """One line of a school's list of criteria: in which subject, for which years (none: for all).

    What has left the list stays for the goals that are tied to it, and can be chosen no more.
    """

    id: UUID = identity()
    school_id: UUID = to("school")
    source_id: str = ""
    """What the school's file calls it, if anything."""
    subject: str
    years: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    text: str
    position: int = 0
    left: datetime | None = later()
    school: School = Relationship(sa_relationship_kwargs=JOINED)


class GoalCriterion(SQLModel, table=True):
    """That a goal is tied to a criterion."""

    __tablename__ = "goal_criterion"
    goal_id: UUID = Field(foreign_key="goal.id", primary_key=True)
    criterion_id: UUID = Field(foreign_key="criterion.id", primary_key=True, index=True)


class CriteriaImport(SQLModel, table=True):
    """A list of criteria as it was read from a file: it changes nothing until whoever brought it says so."""

    __tablename__ = "criteria_import"
    id: UUID = identity()
    school_id: UUID = to("school")
    by_id: UUID = to("person", index=False)
    at: datetime = moment()
    file_name: str = ""
    lines: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """The rows that can be read."""
    bad: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    """The rows that cannot, each with its line and why; with a single one nothing is brought in."""
    applied: datetime | None = later()
    school: School = Relationship(sa_relationship_kwargs=JOINED)


class Looker(StrEnum):
    """Who looks back on a plan."""

    pupil = "pupil"
    home = "home"
    """The adults of one household, together."""
    mentor = "mentor"


class Evaluation(SQLModel, table=True):
    """How one party looks back on the plan as a whole; asked for until it is given. Faces go from 0, the saddest, to 4.

    `reads` says who else reads a home's, as the plan's own preparation at home does.
    """

    __table_args__ = (UniqueConstraint("plan_id", "looker", "household_id", postgresql_nulls_not_distinct=True),)
    id: UUID = identity()
    plan_id: UUID = to("plan")
    looker: Looker = chosen(Looker.pupil)
    household_id: UUID | None = maybe_to("household", index=False)
    reads: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    face: int | None = None
    words: str = ""
    asked_at: datetime = moment()
    given: datetime | None = later()
    by_id: UUID | None = maybe_to("person", index=False)
    plan: Plan = Relationship(sa_relationship_kwargs=JOINED)


class GoalEvaluation(SQLModel, table=True):
    """How one party looks back on one goal."""

    __tablename__ = "goal_evaluation"
    evaluation_id: UUID = Field(foreign_key="evaluation.id", primary_key=True)
    goal_id: UUID = Field(foreign_key="goal.id", primary_key=True, index=True)
    face: int | None = None
    words: str = ""
