"""What clients send in a talk, read into typed shapes."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import msgpack
from pydantic import Field, StringConstraints

from realtime.forms import ReadForm, read
from server.errors import Code, RefusedError

MOST_WORDS = 500
MOST_SIGNAL = 65_536


class EnterTalk(ReadForm):
    """A talk to be in; what the page knew of itself before its line fell; whether it is the room's large screen."""

    talk: UUID
    hand: Annotated[bool, Field(strict=True)] = False
    follows: Annotated[bool, Field(strict=True)] = True
    room: Annotated[bool, Field(strict=True)] = False


class Hand(ReadForm):
    """Whether the hand is up."""

    up: Annotated[bool, Field(strict=True)]


class FollowLead(ReadForm):
    """Whether the page follows whoever leads."""

    on: Annotated[bool, Field(strict=True)]


class Say(ReadForm):
    """A line for the chat."""

    words: Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=MOST_WORDS, pattern=r"^[^\x00]*$")]


class TakingPart(ReadForm):
    """How somebody takes part with sound and picture."""

    sound: Annotated[bool, Field(strict=True)]
    picture: Literal["none", "camera", "screen"]


class TakePart(ReadForm):
    """To take part with sound and picture, to do so otherwise, or no longer."""

    part: TakingPart | None


class Signal(ReadForm):
    """What one page has to tell another, so that sound and picture find their way."""

    to: Annotated[str, Field(strict=True, max_length=64)]
    data: dict[str, Any]


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
