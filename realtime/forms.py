"""What clients send, read into typed shapes; whatever does not fit is refused as `form`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from server.comments.models import Position
from server.errors import Code, RefusedError

MOST_UPDATE = 262_144
MOST_STATE = 16_384
MOST_HEARD = 60
_MOST_NUMBER = 2**53


class ReadForm(BaseModel):
    """No unknown fields, no silent conversions of numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Wanted = TypeVar("Wanted", bound=ReadForm)
Number = Annotated[int, Field(ge=0, lt=_MOST_NUMBER, strict=True)]


class JoinPlan(ReadForm):
    """A plan to be in."""

    plan: UUID


class ListenToPlans(ReadForm):
    """Plans to hear of without being in them."""

    plans: Annotated[list[UUID], Field(max_length=MOST_HEARD)]


class OpenText(ReadForm):
    """A text to open, and what the page has of it already."""

    text: UUID
    epoch: Number
    state: Annotated[bytes, Field(strict=True)]


class NamedText(ReadForm):
    """A text to leave."""

    text: UUID


class FollowPlace(ReadForm):
    """A class, a school or the organisation whose overview is open, or a plan whose page of booking is."""

    place: Literal["class", "school", "organisation", "booking"]
    id: UUID


class Caret(ReadForm):
    """From where to where somebody has selected."""

    anchor: Position
    head: Position


class PointAt(ReadForm):
    """Where somebody's caret stands, or that it went."""

    text: UUID
    at: Caret | None


class Nothing(ReadForm):
    """Nothing beside the event itself."""


@dataclass(frozen=True, slots=True)
class KeepEdit:
    """One stroke; read by hand because it is by far the most frequent."""

    text: UUID
    epoch: int
    client: UUID
    op: int
    update: bytes


_EDIT = frozenset({"text", "epoch", "client", "op", "update"})


def read(form: type[Wanted], given: object) -> Wanted:
    """Read what a client sent.

    Raises:
        RefusedError: `form`.
    """
    try:
        return form.model_validate(given)
    except ValidationError as error:
        raise RefusedError(Code.form) from error


def read_edit(given: object) -> KeepEdit:
    """Read an edit.

    Raises:
        RefusedError: `form`, or `too_large` for its update.
    """
    if not isinstance(given, dict) or given.keys() != _EDIT:
        raise RefusedError(Code.form)
    epoch, op, update = given["epoch"], given["op"], given["update"]
    if not (_is_number(epoch) and _is_number(op) and isinstance(update, bytes)):
        raise RefusedError(Code.form)
    if len(update) > MOST_UPDATE:
        raise RefusedError(Code.too_large)
    return KeepEdit(_uuid(given["text"]), epoch, _uuid(given["client"]), op, update)


def _is_number(value: object) -> bool:
    """Whether a value is a whole number that JavaScript and PostgreSQL both hold."""
    return type(value) is int and 0 <= value < _MOST_NUMBER


def _uuid(value: object) -> UUID:
    """Read an id as it is written.

    Raises:
        RefusedError: `form`.
    """
    try:
        return UUID(value)  # type: ignore[arg-type]
    except (ValueError, AttributeError, TypeError) as error:
        raise RefusedError(Code.form) from error
