"""What each file of an archive says.

The models are the published schema: a field that is added has a default, anything else is a new format.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, create_model

from server.exports.archive.tables import CRITERION, FORM, PARTS, PAST, PLAN, SNAPSHOT, STROKE, Row
from server.exports.models import Purpose

FORMAT = 1
KIND = "pupil"
ADDRESS = f"/schemas/pupil-archive-{FORMAT}.json"
HISTORY = (
    "plan_moved",
    "goal_proposed",
    "goal_reworded",
    "goal_moved",
    "goal_checked_in",
    "goal_due_soon",
    "goal_overdue",
    "text_written",
)
"""The events that are the history of a plan and its goals, and go with it."""


class File(Row):
    """One file of the archive."""

    path: Annotated[str, Field(max_length=200)]
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Manifest(Row):
    """`manifest.json`: what the archive is, and every other file in it."""

    stegvis: str
    """Always `pupil`."""
    format: int
    schema_address: str = ""
    """Where this schema is published; it is in the archive, too."""
    made: datetime
    purpose: Purpose
    pupil: UUID
    left_out: list[str] = Field(default_factory=list)
    """`identity` where the pupil's identity is protected and was not asked for."""
    files: list[File]


class Who(Row):
    """Somebody whom the documents name, by name and by what they are to the pupil."""

    id: UUID
    given_name: str = ""
    family_name: str = ""
    roles: list[str] = Field(default_factory=list)


class Home(Row):
    """A household, and those of its adults whom the documents name."""

    id: UUID
    adults: list[UUID] = Field(default_factory=list)


class Line(Row):
    """A line of the access log: what somebody did from when until when, and how often."""

    kind: str
    by: UUID | None = None
    first: datetime
    last: datetime
    times: int = 1
    about: dict[str, str] = Field(default_factory=dict)


class About(Row):
    """The pupil."""

    id: UUID
    given_name: str = ""
    family_name: str = ""
    born: date | None = None
    details: dict[str, str] = Field(default_factory=dict)
    """Contact details, and what the pupil says of themselves."""
    picture: str = ""
    """The picture's file."""


class PupilFile(Row):
    """`pupil.json`: the pupil, everyone named, the access log; each plan has a file of its own."""

    pupil: About
    people: list[Who] = Field(default_factory=list)
    homes: list[Home] = Field(default_factory=list)
    plans: list[UUID] = Field(default_factory=list)
    log: list[Line] = Field(default_factory=list)


class Term(Row):
    """A term; both days belong to it."""

    id: UUID
    title: str
    first_day: date
    last_day: date


class Place(Row):
    """Where a plan was made."""

    school: str
    klass: str
    year: str = ""
    term: Term | None = None
    talk_only: bool = False


class Happened(Row):
    """An event in the history of a plan: its kind as in the access log, and the ids and states that it carries."""

    at: datetime
    kind: str
    by: UUID | None = None
    data: dict[str, Any] = Field(default_factory=dict)


class TextFile(Row):
    """`plans/…/texts/….json`: a live text. `state` is its whole Yjs document as one update (v1).

    `snapshot` and `strokes` are the same: what is folded, and each stroke since with who wrote it when. `past` is how `snapshot` came
    about: what each person wrote in each moment, and without a person what nobody knows any more whose it is. Whoever could not read the
    text from the beginning has it from when they could: then all of it is folded.
    """

    text: UUID
    html: str
    state: bytes
    snapshot: SNAPSHOT.shape | None = None  # type: ignore[name-defined]
    strokes: list[STROKE.shape] = Field(default_factory=list)  # type: ignore[name-defined]
    past: list[PAST.shape] = Field(default_factory=list)  # type: ignore[name-defined]


class PlanHead(Row):
    """`plans/….json`: a plan with all that hangs on it. Files lie under `plans/…/`: texts, attachments, pictures, versions byte for byte.

    `criteria` are those of the school's list to which goals are tied.
    """

    place: Place
    plan: PLAN.shape  # type: ignore[name-defined]
    forms: list[FORM.shape] = Field(default_factory=list)  # type: ignore[name-defined]
    criteria: list[CRITERION.shape] = Field(default_factory=list)  # type: ignore[name-defined]
    happened: list[Happened] = Field(default_factory=list)


PlanFile: type[Any] = create_model(
    "PlanFile",
    __base__=PlanHead,
    __doc__=PlanHead.__doc__,
    **{one.name: (list[one.shape], []) for one in PARTS},  # type: ignore[call-overload,name-defined]
)
FILES: tuple[type[BaseModel], ...] = (Manifest, PupilFile, PlanFile, TextFile)


def text_path(plan: UUID, text: UUID) -> str:
    """Say where a live text lies."""
    return f"plans/{plan}/texts/{text}.json"


def plan_path(plan: UUID) -> str:
    """Say where a plan lies."""
    return f"plans/{plan}.json"


def attachment_path(plan: UUID, attachment: UUID) -> str:
    """Say where an attachment lies."""
    return f"plans/{plan}/attachments/{attachment}"


def picture_path(plan: UUID, check_in: UUID) -> str:
    """Say where the picture of a check-in lies."""
    return f"plans/{plan}/check-ins/{check_in}.webp"


def version_path(plan: UUID, number: int) -> str:
    """Say where the exact bytes of a locked version lie."""
    return f"plans/{plan}/versions/{number}.json"


def document_path(plan: UUID, number: int, language: str) -> str:
    """Say where a version's PDF lies."""
    return f"plans/{plan}/versions/{number}.{language}.pdf"
