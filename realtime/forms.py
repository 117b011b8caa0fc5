"""What clients send, read into typed shapes; whatever does not fit is refused as `form`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import msgpack
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from server.comments.models import Position
from server.errors import Code, RefusedError

MOST_UPDATE = 262_144
MOST_STATE = 16_384
MOST_HEARD = 60
MOST_WORDS = 500
MOST_SIGNAL = 65_536
_MOST_NUMBER = 2**53


class _Form(BaseModel):
    """No unknown fields, no silent conversions of numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Wanted = TypeVar("Wanted", bound=_Form)
Number = Annotated[int, Field(ge=0, lt=_MOST_NUMBER, strict=True)]


class JoinPlan(_Form):
    """A plan to be in."""

    plan: UUID


class ListenToPlans(_Form):
    """Plans to hear of without being in them."""

    plans: Annotated[list[UUID], Field(max_length=MOST_HEARD)]


class OpenText(_Form):
    """A text to open, and what the page has of it already."""

    text: UUID
    epoch: Number
    state: Annotated[bytes, Field(strict=True)]


class NamedText(_Form):
    """A text to leave."""

    text: UUID


class FollowPlace(_Form):
    """A class, a school or the organisation whose overview is open, or a plan whose page of booking is."""

    place: Literal["class", "school", "organisation", "booking"]
    id: UUID


class Caret(_Form):
    """From where to where somebody has selected."""

    anchor: Position
    head: Position


class PointAt(_Form):
    """Where somebody's caret stands, or that it went."""

    text: UUID
    at: Caret | None


class Nothing(_Form):
    """Nothing beside the event itself."""


class EnterTalk(_Form):
    """A talk to be in; what the page knew of itself before its line fell; whether it is the room's large screen."""

    talk: UUID
    hand: Annotated[bool, Field(strict=True)] = False
    follows: Annotated[bool, Field(strict=True)] = True
    room: Annotated[bool, Field(strict=True)] = False


class Hand(_Form):
    """Whether the hand is up."""

    up: Annotated[bool, Field(strict=True)]


class FollowLead(_Form):
    """Whether the page follows whoever leads."""

    on: Annotated[bool, Field(strict=True)]


class Say(_Form):
    """A line for the chat."""

    words: Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=MOST_WORDS, pattern=r"^[^\x00]*$")]


class TakingPart(_Form):
    """How somebody takes part with sound and picture."""

    sound: Annotated[bool, Field(strict=True)]
    picture: Literal["none", "camera", "screen"]


class TakePart(_Form):
    """To take part with sound and picture, to do so otherwise, or no longer."""

    part: TakingPart | None


class Signal(_Form):
    """What one page has to tell another, so that sound and picture find their way."""

    to: Annotated[str, Field(strict=True, max_length=64)]
    data: dict[str, Any]


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


def read_signal(given: object) -> Signal:
    """Read a signal.

    Raises:
        RefusedError: `form`, or `too_large` for what it carries.
    """
    wanted = read(Signal, given)
    try:
        size = len(msgpack.packb(wanted.data))
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise RefusedError(Code.form) from error
    if size > MOST_SIGNAL:
        raise RefusedError(Code.too_large)
    return wanted


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
