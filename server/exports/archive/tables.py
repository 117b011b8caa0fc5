"""Which rows of a plan an archive holds, in the order in which they build on each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, create_model

from server.agreements.models import Agreement, Assent, VersionDocument
from server.booking.models import Booking
from server.comments.models import Comment, Thread
from server.goals.models import CheckIn, CheckInPicture, Criterion, Evaluation, Goal, GoalCriterion, GoalEvaluation
from server.plans.models import Plan, Version
from server.preparations.models import Answer, Attachment, Preparation
from server.talks.models import Attendance, Invited, Talk
from server.templates.models import TemplateVersion
from server.texts.models import Text, TextPast, TextSnapshot, TextUpdate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from sqlmodel import SQLModel


class Row(BaseModel):
    """A row as the archive has it: the columns of its table by their names; bytes in Base64."""

    model_config = ConfigDict(extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


@dataclass(frozen=True)
class Kept:
    """A table of which the archive holds rows: under which name, and what they hang on.

    A table that is added to the school's world and hangs on a plan is added here, with its rule in `gathering`.
    """

    name: str
    table: type[SQLModel]
    parent: str = "plan_id"
    under: str = "plan"
    without: frozenset[str] = frozenset()
    """Columns that stay: secrets, what is a file of its own, and where it belongs in this installation alone."""
    shape: type[Row] = field(init=False)

    def __post_init__(self) -> None:
        """Derive what a row looks like from its table."""
        fields: dict[str, Any] = {
            name: (one.annotation, ... if one.is_required() or name == "id" else one.default if one.default is not None else None)
            for name, one in self.table.model_fields.items()
            if name not in self.without
        }
        made = create_model(self.table.__name__, __base__=Row, __doc__=self.table.__doc__, **fields)
        object.__setattr__(self, "shape", made)

    @property
    def keys(self) -> list[str]:
        """The columns by which a row is known."""
        return [column.name for column in self.table.__table__.primary_key.columns]  # type: ignore[attr-defined]

    def key_of(self, thing: SQLModel) -> UUID | str:
        """Say by what a row is known: its id, or the ids of what it ties together."""
        found = [getattr(thing, name) for name in self.keys]
        return found[0] if len(found) == 1 else "/".join(map(str, found))

    def said(self, thing: SQLModel) -> Row:
        """Give a row as the archive has it."""
        return self.shape.model_validate({name: getattr(thing, name) for name in self.shape.model_fields})

    def pointing(self, to: str) -> Iterator[str]:
        """Give the columns that point to a table."""
        for column in self.table.__table__.columns:  # type: ignore[attr-defined]
            if column.name not in self.without and any(key.column.table.name == to for key in column.foreign_keys):
                yield column.name

    def named(self, rows: Iterable[Row], table: str) -> set[UUID]:
        """Give the rows of a table that some rows point to."""
        return {key for row in rows for name in self.pointing(table) if (key := getattr(row, name)) is not None}


PLAN = Kept("plan", Plan, "id", "", frozenset({"organisation_id", "school_id", "class_id", "term_id", "round_id", "made_at"}))
FORM = Kept("forms", TemplateVersion, "", "", frozenset({"published_by", "template_id"}))
CRITERION = Kept("criteria", Criterion, "", "", frozenset({"school_id", "position", "left"}))
SNAPSHOT = Kept("snapshot", TextSnapshot, "text_id", "texts")
STROKE = Kept("strokes", TextUpdate, "text_id", "texts")
PAST = Kept("past", TextPast, "text_id", "texts")
PARTS = (
    Kept("preparations", Preparation),
    Kept("texts", Text),
    Kept("answers", Answer),
    Kept("attachments", Attachment, "answer_id", "answers", frozenset({"content"})),
    Kept("goals", Goal),
    Kept("goal_criteria", GoalCriterion, "goal_id", "goals"),
    Kept("check_ins", CheckIn, "goal_id", "goals"),
    Kept("check_in_pictures", CheckInPicture, "check_in_id", "check_ins", frozenset({"content"})),
    Kept("evaluations", Evaluation),
    Kept("goal_evaluations", GoalEvaluation, "evaluation_id", "evaluations"),
    Kept("threads", Thread),
    Kept("comments", Comment, "thread_id", "threads"),
    Kept("versions", Version, without=frozenset({"body"})),
    Kept("documents", VersionDocument, "version_id", "versions", frozenset({"body"})),
    Kept("agreements", Agreement),
    Kept("assents", Assent, "agreement_id", "agreements"),
    Kept("talks", Talk),
    Kept("attendance", Attendance, "talk_id", "talks"),
    Kept("invited", Invited, "talk_id", "talks", frozenset({"secret"})),
    Kept("bookings", Booking),
)
"""That a goal was called to mind (`goal_call`) stays behind: whoever is here has not heard of it."""
BY_NAME = {one.name: one for one in PARTS}
