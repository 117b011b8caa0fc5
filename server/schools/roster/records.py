"""What the rows of a roster say, each with the line it stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Reason(StrEnum):
    """Why a row, or a whole file, cannot be used. The sentences are msgids; what stood there is not repeated: it may be a name."""

    missing_file = "The file is missing."
    not_readable = "The file cannot be read as CSV."
    not_utf8 = "The file is not UTF-8."
    version = "The roster is not OneRoster 1.2."
    delta = "Only whole files can be read, not changes (delta)."
    missing_column = "The column is missing."
    twice_column = "The column stands there twice."
    no_rows = "The file has no rows."
    no_school = "There is no school."
    cells = "The row has more or fewer cells than the header."
    empty = "The cell must not be empty."
    control = "The cell has a control character."
    too_long = "The cell is too long."
    date = "The date is not written as YYYY-MM-DD."
    order = "The end is before the beginning."
    flag = "The cell must say true or false."
    choice = "The cell has a word that OneRoster does not know."
    twice = "The same sourcedId stands there twice."
    reference = "What the cell refers to is not in the roster."
    itself = "The cell refers to its own row."
    circle = "The organisations stand under each other in a circle."
    no_organisation = "There is no organisation above the school."
    two_organisations = "The school belongs to another organisation than the first one."
    not_a_school = "The cell must refer to a school."
    more = "More rows are wrong than are listed here."


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: where it stands and why. Line 0 is the file as a whole."""

    file: str
    line: int
    reason: Reason
    column: str = ""


@dataclass(frozen=True, slots=True)
class Org:
    """A school, or the municipality or company above it."""

    line: int = field(compare=False)
    source_id: str
    name: str
    is_school: bool
    parent: str


@dataclass(frozen=True, slots=True)
class AcademicSession:
    """A school year, a term, or a part of one."""

    line: int = field(compare=False)
    source_id: str
    title: str
    is_term: bool
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Course:
    """A subject as the school offers it; gives its classes their subject where they name none."""

    line: int = field(compare=False)
    source_id: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterClass:
    """A homeroom class or a subject group."""

    line: int = field(compare=False)
    source_id: str
    title: str
    homeroom: bool
    school: str
    course: str
    terms: tuple[str, ...]
    grades: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class User:
    """A person. `protected` is None where the roster does not say."""

    line: int = field(compare=False)
    source_id: str
    enabled: bool
    user_name: str
    given_name: str
    family_name: str
    email: str
    agents: tuple[str, ...] = ()
    household: str = ""
    protected: bool | None = None
    seen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is in an organisation, between two days."""

    line: int = field(compare=False)
    source_id: str
    user: str
    role: str
    org: str
    begin: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Demographic:
    """When a person was born."""

    line: int = field(compare=False)
    source_id: str
    born: date | None


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A person's place in a class, between two days; a homeroom's primary teacher is its mentor."""

    line: int = field(compare=False)
    source_id: str
    class_id: str
    user: str
    role: str
    primary: bool
    begin: date | None
    end: date | None


@dataclass(frozen=True)
class Roster:
    """A whole organisation as its files tell it. Rows that are wrong are in `bad_rows` and nowhere else."""

    orgs: tuple[Org, ...] = ()
    sessions: tuple[AcademicSession, ...] = ()
    courses: tuple[Course, ...] = ()
    classes: tuple[RosterClass, ...] = ()
    users: tuple[User, ...] = ()
    roles: tuple[Role, ...] = ()
    demographics: tuple[Demographic, ...] = ()
    enrollments: tuple[Enrollment, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()

    @property
    def schools(self) -> tuple[Org, ...]:
        """The schools of the organisation."""
        return tuple(org for org in self.orgs if org.is_school)
