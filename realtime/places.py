"""A connection's place in a talk, and what is said of it to the others."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from realtime.rates import Bucket, lines, signals

if TYPE_CHECKING:
    from uuid import UUID

    from realtime.calling import Part
    from realtime.seats import Visitor
    from server.talks.models import Talk


@dataclass(slots=True)
class TalkSeat:
    """A connection's place in a talk."""

    visitor: Visitor
    talk: UUID
    role: str
    kind: str
    """As what somebody is invited, if they are."""
    room: bool
    """Whether this is the room's large screen, and not a person's own page."""
    follows: bool
    hand: int | None = None
    """When the hand went up, in milliseconds."""
    part: Part | None = None
    """How it takes part with sound and picture."""
    relayed: bool = True
    """Whether its sound and picture may go by a relay only."""
    lines: Bucket = field(default_factory=lines)
    signals: Bucket = field(default_factory=signals)


def said_of(seat: TalkSeat) -> dict[str, object]:
    """Say who somebody is to the others in a talk."""
    visitor = seat.visitor
    return {
        "person": str(visitor.person.id),
        "name": visitor.person.name,
        "role": seat.role,
        "kind": seat.kind,
        "colour": visitor.colour,
        "client": visitor.sid,
        "room": seat.room,
        "follows": seat.follows,
        "hand": seat.hand,
        "part": asdict(seat.part) if seat.part else None,
    }


def state_of(talk: Talk) -> dict[str, object]:
    """Say where a talk is and who leads it."""
    return {"talk": str(talk.id), "point": talk.point, "lead": str(talk.lead_id)}
