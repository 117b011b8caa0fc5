"""Who sits in which plan and at which text, with which right."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from realtime.rates import Bucket, edits, openings, points
from server.errors import Code, RefusedError
from server.pages.names import REFUSED
from server.texts.policy import Right

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from server.events import Happening
    from server.i18n import Words
    from server.people.models import Person


@dataclass(slots=True)
class TextSeat:
    """A place at a text. Until its state has been read, the edits that come are held back in `waiting`."""

    text: UUID
    plan: UUID
    right: Right
    epoch: int
    waiting: list[dict[str, object]] | None = field(default_factory=list)


@dataclass(slots=True)
class PlanSeat:
    """A place in a plan, with the right to each of its texts that may be seen, and the answers and preparations that may be known of."""

    plan: UUID
    pupil: UUID
    role: str
    home: bool
    rights: dict[UUID, Right]
    known: frozenset[UUID] = frozenset()
    listens: bool = False
    """Whether its news are heard only: nobody is shown to be here, and no text is opened."""
    households: frozenset[UUID] = frozenset()
    guest_of: UUID | None = None
    """The talk whose guest sits here, who is told of nothing but that talk."""


@dataclass(slots=True, eq=False)
class Visitor:
    """One connection to a namespace: who it is, in which session, where it sits."""

    sid: str
    namespace: str
    person: Person
    session: UUID
    expires: datetime
    words: Words
    colour: int
    plans: dict[UUID, PlanSeat] = field(default_factory=dict)
    texts: dict[UUID, TextSeat] = field(default_factory=dict)
    follows: dict[UUID, str] = field(default_factory=dict)
    """The classes and schools whose overviews are open, by id, with what each is."""
    writing: UUID | None = None
    edits: Bucket = field(default_factory=edits)
    points: Bucket = field(default_factory=points)
    openings: Bucket = field(default_factory=openings)
    refusals: int = 0

    def refuse(self, code: Code) -> dict[str, object]:
        """Answer with a refusal, in the person's words."""
        self.refusals += 1
        return {"ok": False, "code": str(code), "message": self.words.say(REFUSED[code])}

    def seat_in(self, plan: UUID) -> PlanSeat:
        """Give the place in a plan.

        Raises:
            RefusedError: `not_joined`.
        """
        if (seat := self.plans.get(plan)) is None:
            raise RefusedError(Code.not_joined)
        return seat

    def seat_at(self, text: UUID) -> TextSeat:
        """Give the place at a text.

        Raises:
            RefusedError: `not_joined`.
        """
        if (seat := self.texts.get(text)) is None:
            raise RefusedError(Code.not_joined)
        return seat


class Seats:
    """All visitors of this process, found by connection, plan, text, person and session."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.visitors: dict[str, Visitor] = {}
        self.by_plan: dict[UUID, set[str]] = defaultdict(set)
        self.by_text: dict[UUID, set[str]] = defaultdict(set)
        self.by_person: dict[UUID, set[str]] = defaultdict(set)
        self.by_session: dict[UUID, set[str]] = defaultdict(set)

    def enter(self, visitor: Visitor) -> None:
        """Let a visitor in."""
        self.visitors[visitor.sid] = visitor
        self.by_person[visitor.person.id].add(visitor.sid)
        self.by_session[visitor.session].add(visitor.sid)

    def leave(self, sid: str) -> Visitor | None:
        """See a visitor off, and give up every place."""
        visitor = self.visitors.pop(sid, None)
        if visitor is None:
            return None
        for plan in list(visitor.plans):
            self.rise_from_plan(visitor, plan)
        _drop(self.by_person, visitor.person.id, sid)
        _drop(self.by_session, visitor.session, sid)
        return visitor

    def sit_in(self, visitor: Visitor, seat: PlanSeat) -> None:
        """Take a place in a plan."""
        visitor.plans[seat.plan] = seat
        self.by_plan[seat.plan].add(visitor.sid)

    def sit_at(self, visitor: Visitor, seat: TextSeat) -> None:
        """Take a place at a text."""
        visitor.texts[seat.text] = seat
        self.by_text[seat.text].add(visitor.sid)

    def rise_from_plan(self, visitor: Visitor, plan: UUID) -> None:
        """Give up a place in a plan, and at its texts."""
        for seat in [seat for seat in visitor.texts.values() if seat.plan == plan]:
            self.rise_from_text(visitor, seat.text)
        visitor.plans.pop(plan, None)
        _drop(self.by_plan, plan, visitor.sid)

    def rise_from_text(self, visitor: Visitor, text: UUID) -> None:
        """Give up a place at a text."""
        if visitor.texts.pop(text, None) is not None:
            _drop(self.by_text, text, visitor.sid)
        if visitor.writing == text:
            visitor.writing = None

    def those(self, sids: Iterable[str]) -> list[Visitor]:
        """Give the visitors behind connection ids."""
        return [self.visitors[sid] for sid in sids if sid in self.visitors]


def _drop(index: dict[UUID, set[str]], key: UUID, sid: str) -> None:
    """Take a connection out of an index, and the entry with the last."""
    found = index.get(key)
    if found is not None:
        found.discard(sid)
        if not found:
            del index[key]


_ADULTS = frozenset({"guardian", "contact"})


def may_hear(visitor: Visitor, plan: UUID, happening: Happening) -> bool:
    """Whether a visitor may know that something happened: not of what is the school's own still, nor of a part they may not read."""
    seat = visitor.plans[plan]
    if happening.staff_only and seat.home and getattr(happening, "person", None) != visitor.person.id:
        return False
    if seat.guest_of is not None and getattr(happening, "talk", None) != seat.guest_of:
        return False
    home = getattr(happening, "household", None)
    if home is not None and seat.role in _ADULTS and home not in seat.households:
        return False
    if any(getattr(happening, name) not in seat.known for name in happening.known):
        return False
    return happening.text is None or seat.rights.get(happening.text, Right.none) is not Right.none
