"""The namespace of plans: their texts, their carets, their people, their news."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from realtime import door
from realtime.failures import answer_failure
from realtime.forms import JoinPlan, ListenToPlans, NamedText, OpenText, PointAt, read, read_edit
from realtime.judge import seat_of
from realtime.judged import JudgedRoom
from realtime.listening import listen
from realtime.looking import look, revisions_of
from realtime.parts import parts_of
from realtime.presence import free_colour, person
from realtime.wire import Later
from realtime.writing import Writing
from server.errors import Code, RefusedError
from server.plans.models import Plan
from server.talks.policy import may_follow
from server.texts.policy import Right

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from realtime.live import Live
    from realtime.seats import PlanSeat, Visitor
    from server.texts.models import Text


class PlanRoom(JudgedRoom):
    """One connection may be in several plans; each event is judged by the seat it has there."""

    def __init__(self, live: Live) -> None:
        """Take the parts."""
        super().__init__("/plan", live)
        self.writing = Writing(live)

    # Coming and going.

    async def on_connect(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> None:  # noqa: ARG002  # the cookie says who it is
        """Let a connection in."""
        self.live.seats.enter(await door.enter(sid, "/plan", environ, self.live.database, self.live.settings))

    async def on_disconnect(self, sid: str, *_: object) -> None:
        """See a connection off."""
        visitor = self.live.seats.visitors.get(sid)
        plans = list(visitor.plans) if visitor else []
        if visitor is not None:
            for text in list(visitor.texts):
                self._take_caret_away(visitor, text)
        self.live.seats.leave(sid)
        for plan in plans:
            self.live.presence.change(plan)

    async def on_join(self, sid: str, given: object) -> dict[str, object]:
        """Take a seat in a plan."""
        visitor = self._visitor(sid, "openings")
        wanted = read(JoinPlan, given)
        plan, texts, seat = await self.live.judge.steady(partial(self._look, visitor, wanted.plan))
        if sid not in self.live.seats.visitors:
            raise RefusedError(Code.not_joined)
        visitor.colour = free_colour(visitor, self.live.presence.people(plan.id))
        self.live.seats.sit_in(visitor, seat)
        self.live.presence.change(plan.id)
        visitor.refusals = 0
        revisions = await revisions_of(self.live.database, [plan.id])
        return {
            "ok": True,
            "plan": str(plan.id),
            "revision": revisions.get(plan.id, plan.revision),
            "you": person(visitor, plan.id),
            "people": self.live.presence.people(plan.id) if seat.guest_of is None else [],
            "texts": [
                {"text": str(text.id), "right": str(seat.rights[text.id]), "epoch": text.epoch, "seq": text.seq}
                for text in texts
                if text.id in seat.rights
            ],
        }

    async def _look(self, visitor: Visitor, key: UUID) -> tuple[Plan, list[Text], PlanSeat]:
        """Give a plan, its texts, and the seat that the visitor has there by the rules as they are now."""
        async with look(self.live.database, visitor) as work:
            plan = await work.find(Plan, key, see=may_follow)
            parts = (await parts_of(work.session, [plan]))[plan.id]
            return plan, parts.texts, seat_of(work.actor, plan, parts)

    async def on_listen(self, sid: str, given: object) -> dict[str, object]:
        """Hear of several plans without being in them."""
        visitor = self._visitor(sid, "openings")
        return await listen(self.live, visitor, read(ListenToPlans, given).plans)

    async def on_leave(self, sid: str, given: object) -> dict[str, object]:
        """Give up a seat in a plan."""
        visitor = self._visitor(sid)
        wanted = read(JoinPlan, given)
        visitor.seat_in(wanted.plan)
        self.live.seats.rise_from_plan(visitor, wanted.plan)
        self.live.presence.change(wanted.plan)
        return {"ok": True}

    # Texts.

    def on_open(self, sid: str, given: object) -> Later:
        """Take a seat at a text: first the seat, so that nothing is missed, then the state, then what came meanwhile."""
        visitor = self._visitor(sid, "openings")
        wanted = read(OpenText, given)
        later = Later()
        self.live.fanout.errands.soon(self._open(visitor, wanted, later))
        return later

    async def _open(self, visitor: Visitor, wanted: OpenText, later: Later) -> None:
        """Read the text for the visitor, and answer."""
        try:
            answer, seq = await self.writing.open(visitor, wanted)
        except Exception as error:  # noqa: BLE001  # whatever it is, the page gets an answer
            later.give(answer_failure(visitor, error))
            return
        later.give(answer)
        self.live.fanout.release(visitor, wanted.text, seq)

    async def on_close(self, sid: str, given: object) -> dict[str, object]:
        """Give up a seat at a text."""
        visitor = self._visitor(sid)
        wanted = read(NamedText, given)
        seat = visitor.seat_at(wanted.text)
        self._take_caret_away(visitor, seat.text)
        self.live.seats.rise_from_text(visitor, seat.text)
        self.live.presence.change(seat.plan)
        return {"ok": True}

    def on_edit(self, sid: str, given: object) -> object:
        """Take one stroke, keep it, pass it on; the answer comes after the commit."""
        return self.writing.edit(self._visitor(sid, "edits"), read_edit(given))

    # Carets.

    def on_point(self, sid: str, given: object) -> dict[str, object]:
        """Show where a caret stands."""
        visitor = self._visitor(sid, "points")
        wanted = read(PointAt, given)
        seat = visitor.seat_at(wanted.text)
        if wanted.at is None:
            self._take_caret_away(visitor, seat.text)
        else:
            self.live.fanout.point(visitor, seat.text, wanted.at.model_dump(mode="json", exclude_none=True))
        writing = seat.text if wanted.at is not None and seat.right is Right.write else None
        if visitor.writing != writing:
            visitor.writing = writing
            self.live.presence.change(seat.plan)
        return {"ok": True}

    def _take_caret_away(self, visitor: Visitor, text: UUID) -> None:
        """Take a visitor's caret from the others' pages."""
        self.live.fanout.point(visitor, text, None)
