"""A round: one class, one term; and in which years a school makes written plans."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from server.columns import identity, later, maybe_to, moment, to


class Step(StrEnum):
    """The steps of the staircase, from the bottom up."""

    material = "material"
    prepare_school = "prepare_school"
    prepare_home = "prepare_home"
    book = "book"
    talk = "talk"
    use = "use"
    evaluate = "evaluate"


class StepState(StrEnum):
    """Where a step stands, for the one who looks."""

    not_started = "not_started"
    your_turn = "your_turn"
    in_progress = "in_progress"
    waiting = "waiting"
    done = "done"
    overdue = "overdue"
    skipped = "skipped"


class Awaited(StrEnum):
    """Whom a step waits for; the first three are those who prepare."""

    pupil = "pupil"
    teachers = "teachers"
    home = "home"
    mentor = "mentor"
    school = "school"
    """The school as a whole, where who of it is the school's own matter."""


class Round(SQLModel, table=True):
    """A class's talks of one term: by which template, until when each step, who is asked.

    The pupils are handed their material a few at a time; `handed_out` is set when all who were in the class have it.
    """

    __table_args__ = (
        UniqueConstraint("class_id", "term_id", postgresql_nulls_not_distinct=True),
        Index("rounds_to_hand_out", "begun", postgresql_where=text("handed_out IS NULL")),
    )
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    school_id: UUID = to("school")
    class_id: UUID = to("class")
    term_id: UUID | None = maybe_to("term")
    template_version_id: UUID = to("template_version")
    begun_by: UUID = Field(foreign_key="person.id")
    begun: datetime = moment()
    handed_out: datetime | None = later()
    talk_only: bool = False
    """Whether no written plan is made: no assessments, no agreement, nothing to follow up."""
    asks_pupil: bool = True
    asks_teachers: bool = True
    asks_home: bool = True
    prepare_school_by: date | None = None
    prepare_home_by: date | None = None
    book_by: date | None = None
    talk_by: date | None = None


class PlanYears(SQLModel, table=True):
    """In which years a school makes written plans: elsewhere a round is talk-only to begin with. Without a row: where no grades are set."""

    __tablename__ = "plan_years"
    school_id: UUID = Field(foreign_key="school.id", primary_key=True)
    years: list[str] = Field(default_factory=list, sa_type=ARRAY(String))


class Reminder(SQLModel, table=True):
    """That somebody was reminded: at most once a day, of each of their children, or, for the school's staff, of all pupils together."""

    __table_args__ = (UniqueConstraint("person_id", "pupil_id", "day", postgresql_nulls_not_distinct=True),)
    id: UUID = identity()
    person_id: UUID = to("person")
    pupil_id: UUID | None = maybe_to("person", index=False)
    day: date
    by_id: UUID = to("person", index=False)
    at: datetime = moment()
