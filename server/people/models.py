"""Persons, households, and the relations that give every right."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from server.columns import identity, later, maybe_to, moment, to


class Person(SQLModel, table=True):
    """Somebody known to the organisation; never by a personal identity number."""

    __table_args__ = (UniqueConstraint("organisation_id", "source_id"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    source_id: str
    given_name: str
    family_name: str
    email: str = ""
    born: date | None = None
    protected: bool = False
    language: str = ""
    theme: str = ""

    @property
    def name(self) -> str:
        """The whole name, as it is shown."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """One letter of each name, for the avatar."""
        return (self.given_name[:1] + self.family_name[:1]).upper()


class Household(SQLModel, table=True):
    """Guardians who share bookings, notices and preparation for their children."""

    __table_args__ = (UniqueConstraint("organisation_id", "source_id"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    source_id: str


class RelationKind(StrEnum):
    """How a person is tied to a pupil, a class, a school or an organisation."""

    pupil_in = "pupil_in"
    guardian_of = "guardian_of"
    contact_for = "contact_for"
    mentor_of = "mentor_of"
    teacher_in = "teacher_in"
    observer_in = "observer_in"
    principal_of = "principal_of"
    admin_of = "admin_of"
    sees_protected = "sees_protected"


class Relation(SQLModel, table=True):
    """A typed, dated tie: it gives rights from `since` until `until` and not a moment longer.

    Exactly one of `pupil_id`, `class_id`, `school_id` and `organisation_id` says to what.
    """

    __table_args__ = (
        Index(
            "one_open_relation",
            "person_id",
            "kind",
            text("coalesce(pupil_id, class_id, school_id, organisation_id)"),
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
    )
    id: UUID = identity()
    person_id: UUID = to("person")
    kind: RelationKind
    pupil_id: UUID | None = maybe_to("person")
    class_id: UUID | None = maybe_to("class")
    school_id: UUID | None = maybe_to("school")
    organisation_id: UUID | None = maybe_to("organisation")
    household_id: UUID | None = maybe_to("household")
    source: str = Field(default="roster")
    ended_by_roster: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Whether it was the roster that ended it: then the roster may begin it again. What a hand has ended it leaves ended."""
    since: datetime = moment()
    until: datetime | None = later()
