"""The moments of a text as one reader has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.audit.models import Event
from server.events import PlanMoved
from server.history.policy import Stay, spans
from server.plans.models import Phase
from server.texts.actions import past, snapshot_of, strokes
from server.texts.past import Moment, joined, moments

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.history.policy import Span
    from server.plans.models import Plan
    from server.texts.models import Text
    from server.work import Work

_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Shown:
    """A moment as it is shown: until which update, from when until when, and who wrote.

    With `as_shown` it is what the text said when it was shown to the reader, however that had come about.
    """

    seq: int
    since: datetime
    at: datetime
    people: tuple[UUID | None, ...] = ()
    as_shown: bool = False


@dataclass(frozen=True)
class History:
    """A text's past, and the moments of it that somebody may know."""

    text: Text
    past: list[Moment]
    shown: list[Shown]

    @property
    def is_whole(self) -> bool:
        """Whether each moment may be known as it was."""
        return len(self.shown) == len(self.past) and not any(one.as_shown for one in self.shown)

    def place(self, seq: int | None) -> int | None:
        """Find a moment by its update; without one the last."""
        if seq is None:
            return len(self.shown) - 1 if self.shown else None
        return next((place for place, one in enumerate(self.shown) if one.seq == seq), None)

    def parts(self, place: int) -> list[tuple[tuple[UUID | None, bool], bytes]]:
        """Give what everyone had written until a moment, each with who it was and whether it came with this moment."""
        until = self.shown[place].seq
        before = self.shown[place - 1].seq if place else 0
        marks_new = place > 0 and not self.shown[place].as_shown
        found = [(one.seq, part) for one in self.past if one.seq <= until for part in one.parts]
        return [((person, marks_new and seq > before), payload) for seq, (person, payload) in found]

    def state(self, place: int) -> bytes:
        """Give what the text said at a moment."""
        return joined([payload for _, payload in self.parts(place)])


async def history_of(work: Work, text: Text) -> History:
    """Give a text's past as somebody may know it."""
    found = await past(work.session, text.id)
    folded = await snapshot_of(work.session, text.id)
    if folded is not None and not found:  # the plan is archived: how the text came about is gone
        found = [Moment(folded.seq, folded.at, folded.at, ((None, folded.payload),))]
    found += moments(await strokes(work.session, text.id))
    return History(text, found, known(found, spans(work.actor, text, await stays(work.session, text.plan))))


async def stays(session: AsyncSession, plan: Plan) -> list[Stay]:
    """Say in which phases a plan has been, and since when; what is older than its first move is as it was begun."""
    rows = await session.exec(select(Event).where(Event.plan_id == plan.id, Event.kind == PlanMoved.kind()).order_by(col(Event.id)))
    moves = list(rows)
    first = Phase(moves[0].data["old"]) if moves else plan.phase
    return [Stay(_EVER, first), *(Stay(one.at, Phase(one.data["new"])) for one in moves)]


def known(found: list[Moment], could_read: list[Span]) -> list[Shown]:
    """Choose the moments of a text in which somebody could read it; what lies before each such time becomes one state."""
    shown: list[Shown] = []
    hidden: list[Moment] = []
    for one in found:
        if hidden and any(hidden[-1].at <= span.begins <= one.at for span in could_read):
            shown += _as_shown(hidden, could_read)
            hidden = []
        if any(span.holds(one.at) for span in could_read):
            shown.append(Shown(one.seq, one.since, one.at, tuple(person for person, _ in one.parts)))
        else:
            hidden.append(one)
    return [*shown, *_as_shown(hidden, could_read)]


def _as_shown(hidden: list[Moment], could_read: list[Span]) -> list[Shown]:
    """Make one state of moments in which somebody could not read; its time is when they could."""
    if not hidden:
        return []
    last = hidden[-1]
    began = next((span.begins for span in could_read if span.begins >= last.at), None)
    return [Shown(last.seq, began, began, as_shown=True)] if began else []
