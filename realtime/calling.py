"""Who of a talk takes part with sound and picture; the sound and picture themselves go from page to page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from realtime.places import TalkSeat

MOST_CALLERS = 6
"""Each page sends to each other one: five times its picture is what a home's line and a telephone bear."""


@dataclass(frozen=True, slots=True)
class Part:
    """How somebody takes part."""

    since: int
    """From when, in milliseconds: whoever comes to a full call comes last."""
    sound: bool
    picture: str


def callers(people: list[dict[str, object]]) -> list[str]:
    """Give the clients that take part, in the order in which they came.

    Of a person's two pages the newer one counts, so that a connection that has died takes nobody's place; the room's screen
    counts for itself.
    """
    taking = [one for one in people if one["part"]]
    newest = {(one["person"], one["room"]): one for one in sorted(taking, key=_when)}
    return [str(one["client"]) for one in sorted(newest.values(), key=_when)][:MOST_CALLERS]


def is_full(people: list[dict[str, object]], seat: TalkSeat) -> bool:
    """Whether a place can no longer take part: as many do as can, and it is none of theirs."""
    own = (str(seat.visitor.person.id), seat.room)
    others = [one for one in people if (one["person"], one["room"]) != own]
    return len(callers(others)) >= MOST_CALLERS


def _when(one: dict[str, object]) -> tuple[int, str]:
    """Give since when somebody takes part, the same order for all."""
    part = cast("dict[str, Any]", one["part"])
    return int(part["since"]), str(one["client"])
