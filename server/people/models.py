"""Persons, households, and the relations that give every right."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from server.columns import chosen, identity, later, maybe_to, moment, to


class Letters(StrEnum):
    """How large the letters are."""

    usual = "usual"
    large = "large"
    larger = "larger"


class Person(SQLModel, table=True):
    """Somebody known to the organisation; never by a personal identity number."""

    __table_args__ = (UniqueConstraint("organisation_id", "source_id"),)
    id: UUID = identity()
    organisation_id: UUID = to("organisation")
    source_id: str
    given_name: str
    family_name: str
    email: str = ""
    born: date | None = Field(default=None, index=True)
    protected: bool = False
    protected_by: UUID | None = Field(default=None, foreign_key="person.id")
    """Who set the protection by hand, if somebody did: then no roster lifts it."""
    language: str = ""
    time_zone: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """By which clock the person's nights and quiet hours go; empty: the school's."""
    theme: str = ""
    letters: Letters = chosen(Letters.usual)
    """How large the letters are on every device of this person's."""
    airy: bool = False
    """Whether letters and lines stand further apart."""
    aloud: bool = False
    """Whether pages can be listened to."""
    guest: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    """Whether this is a guest of one talk, who is nobody anywhere else: no ties, in no list and no search."""
    merged_into: UUID | None = maybe_to("person")
    """Who this person turned out to be: then this row is a double, left out of every list."""

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
    let_in_by = "let_in_by"
    """An adult of the home whom a pupil of age has let in."""


class Relation(SQLModel, table=True):
    """A typed, dated tie: it gives rights from `since` until `until` and not a moment longer.

    Exactly one of `pupil_id`, `class_id`, `school_id` and `organisation_id` says to what. What a roster tells has the source `roster`,
    what an administrator or a pupil of age makes has `hand`.
    """

    __table_args__ = (
        Index(
            "one_open_relation",
            "person_id",
            "kind",
            text("coalesce(pupil_id, class_id, school_id, organisation_id)"),
            "subject",
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
        Index("relations_to_come_due", "due", postgresql_where=text("due IS NOT NULL")),
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
    subject: str = ""
    """What a teacher teaches in a class, where the class does not say it itself."""
    made_by: UUID | None = maybe_to("person", index=False)
    reason: str = ""
    ended_by: UUID | None = maybe_to("person", index=False)
    end_reason: str = ""
    due: datetime | None = later()
    """When it begins or ends next without anybody's hand, and that is still to be told."""


class Shown(StrEnum):
    """To whom somebody shows a detail; the staff of one's school see it in either case."""

    staff = "staff"
    classes = "classes"


class Profile(SQLModel, table=True):
    """What somebody says of themselves, and who may see which detail; without a row nothing is said and nothing shown."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    about: str = ""
    speaks: str = ""
    interpreter: str = ""
    """The language in which an interpreter is needed."""
    phone: str = ""
    second_phone: str = ""
    address: str = ""
    email_for: Shown = chosen(Shown.staff)
    phone_for: Shown = chosen(Shown.staff)
    second_phone_for: Shown = chosen(Shown.staff)
    address_for: Shown = chosen(Shown.staff)
    picture_for: Shown = chosen(Shown.staff)


class Picture(SQLModel, table=True):
    """Somebody's picture as we made it anew: square WebP, nothing else of the file that was sent."""

    id: UUID = Field(foreign_key="person.id", primary_key=True)
    """The person's."""
    mark: str
    """Changes with the picture: the beginning of its SHA-256."""
    large: bytes
    small: bytes
    at: datetime = moment()
