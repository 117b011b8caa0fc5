"""What the rows of any roster say, each with the line it stands on: the columns of the staging tables, one class a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from server.schools.roster.teaching import Duty, Lesson, Teaching

if TYPE_CHECKING:
    from datetime import date

    from server.schools.roster.reasons import Reason


class BadRow(NamedTuple):
    """A row that cannot be used: where it stands and why. Line 0 is the file as a whole."""

    file: str
    line: int
    reason: Reason
    field: str = ""
    value: str = ""
    """What stands there, shortened; only whoever brought the file is shown it."""
    who: str = ""
    """Whom the row is about, as far as it says."""


class Met(NamedTuple):
    """An id whose own row is wrong: what refers to it is not wrong for that."""

    kind: str
    id: str


class There(NamedTuple):
    """A kind of row that the roster speaks of at all."""

    kind: str


class Org(NamedTuple):
    """A school, or the municipality or company above it."""

    file: str
    line: int
    id: str
    name: str
    school: bool
    parent: str


class Term(NamedTuple):
    """A school year (`year`), a term (`term`), or a part of one (`part`), which is not kept."""

    file: str
    line: int
    id: str
    title: str
    kind: str
    first_day: date
    last_day: date


class Course(NamedTuple):
    """A subject as the school offers it; gives its classes their subject where they name none."""

    file: str
    line: int
    id: str
    subject: str


class Group(NamedTuple):
    """A homeroom class (`homeroom`), a subject group (`group`), or a mentor's pupils (`mentor`, which is not kept as a class)."""

    file: str
    line: int
    id: str
    title: str
    kind: str
    school: str
    course: str = ""
    terms: tuple[str, ...] = ()
    year: str = ""
    subject: str = ""
    whole: str = ""
    """The class whose pupils all belong to this group, where it lists none of its own."""


class Human(NamedTuple):
    """A person. `protected` and `born` are None where the roster does not say."""

    file: str
    line: int
    id: str
    enabled: bool
    given_name: str
    family_name: str
    email: str
    born: date | None = None
    protected: bool | None = None
    household: str = ""
    year: str = ""
    """The pupil's year, where it is the person's and not the class's."""


class Born(NamedTuple):
    """When a person was born, where that stands in a file of its own."""

    file: str
    line: int
    id: str
    born: date | None


class Home(NamedTuple):
    """Somebody at home with a pupil. Without a kind the person's role decides: only a guardian has rights."""

    file: str
    line: int
    pupil: str
    adult: str
    kind: str = ""
    household: str = ""


class Seer(NamedTuple):
    """One of the staff who may know of a pupil with protected identity."""

    file: str
    line: int
    pupil: str
    person: str


class Role(NamedTuple):
    """What a person is in an organisation, between two days."""

    file: str
    line: int
    id: str
    person: str
    role: str
    org: str
    first_day: date | None = None
    last_day: date | None = None


class Place(NamedTuple):
    """A person's place in a class, between two days; a homeroom's main teacher is its mentor."""

    file: str
    line: int
    id: str
    klass: str
    person: str
    role: str
    main: bool = False
    first_day: date | None = None
    last_day: date | None = None


Record = BadRow | Met | There | Org | Term | Course | Group | Human | Born | Home | Seer | Role | Place | Duty | Lesson | Teaching

TABLES: dict[type[Record], str] = {
    BadRow: "staged_bad",
    Met: "staged_met",
    There: "staged_there",
    Org: "staged_org",
    Term: "staged_term",
    Course: "staged_course",
    Group: "staged_class",
    Human: "staged_person",
    Born: "staged_born",
    Home: "staged_home",
    Seer: "staged_seer",
    Role: "staged_role",
    Place: "staged_place",
    Duty: "staged_duty",
    Lesson: "staged_lesson",
    Teaching: "staged_teaching",
}
"""Into which table each goes."""
