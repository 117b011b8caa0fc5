"""Opening a text and writing in it: judged, committed, acknowledged, passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime.committer import Edit
from realtime.seats import PlanSeat, TextSeat, Visitor
from realtime.sync import difference
from realtime.wire import Later
from server.errors import Code, RefusedError
from server.texts.policy import Right
from server.texts.trial import MOST_TEXT, judge

if TYPE_CHECKING:
    from uuid import UUID

    from realtime.forms import KeepEdit, OpenText
    from realtime.live import Live


class Writing:
    """What is done with the texts of a plan over the socket."""

    def __init__(self, live: Live) -> None:
        """Take the parts."""
        self.live = live

    async def open(self, visitor: Visitor, wanted: OpenText) -> tuple[dict[str, object], int]:
        """Seat the visitor and compare what both have; the right is the one judged with the seat in the plan, and again with every change.

        Raises:
            RefusedError: no plan was joined, the text is in none of those joined or not to be seen, or it is of another epoch.
        """
        plan = _plan_with(visitor, wanted.text)
        self.live.seats.rise_from_text(visitor, wanted.text)
        seat = TextSeat(wanted.text, plan.plan, plan.rights[wanted.text], wanted.epoch)
        self.live.seats.sit_at(visitor, seat)
        try:
            return await self._read(visitor, wanted, seat)
        except BaseException:
            if visitor.texts.get(wanted.text) is seat:
                self.live.seats.rise_from_text(visitor, wanted.text)
            raise

    async def _read(self, visitor: Visitor, wanted: OpenText, seat: TextSeat) -> tuple[dict[str, object], int]:
        """Read the text for a seat that is taken already, so that nothing is missed in between."""
        state = await self.live.shelf.read(wanted.text)
        if wanted.epoch not in {0, state.epoch}:
            raise RefusedError(Code.epoch)
        if visitor.texts.get(wanted.text) is not seat:  # the right ended, or the connection, or the page asked again
            raise RefusedError(Code.not_joined)
        seat.epoch = state.epoch
        self.live.progress.begin(wanted.text, state.seq)
        both = difference(state.update, wanted.state)
        return {
            "ok": True,
            "text": str(wanted.text),
            "right": str(seat.right),
            "epoch": state.epoch,
            "seq": state.seq,
            "update": both.update,
            "state": both.state,
        }, state.seq

    def edit(self, visitor: Visitor, wanted: KeepEdit) -> object:
        """Take one stroke: judge it, keep it, pass it on; the answer comes after the commit.

        Raises:
            RefusedError: it may not be kept.
        """
        seat = visitor.seat_at(wanted.text)
        if (waiting := self.live.committer.under_way(wanted.text, wanted.client, wanted.op)) is not None:
            return waiting
        self._must_write(seat, wanted)
        if seat.text not in self.live.shelf.shapes:
            return self._keep_after_reading(visitor, seat, wanted)
        try:
            return self._keep(visitor, seat, wanted)
        except RefusedError as error:
            if error.code is not Code.gap:
                raise
            return self._keep_after_reading(visitor, seat, wanted)

    def _must_write(self, seat: TextSeat, wanted: KeepEdit) -> None:
        """Hold that a seat may write, and knows the text as it is."""
        if seat.right is not Right.write:
            raise RefusedError(Code.forbidden)
        if wanted.epoch != seat.epoch:
            raise RefusedError(Code.epoch)
        if self.live.committer.is_full:
            raise RefusedError(Code.slow_down)

    def _keep(self, visitor: Visitor, seat: TextSeat, wanted: KeepEdit) -> Later:
        """Judge an edit and hand it to the committer."""
        shape = self.live.shelf.shapes[seat.text]
        payload = wanted.update
        update = judge(shape, payload)
        if shape.overlaps(update):
            payload = shape.only_new(payload)
            update = judge(shape, payload)
        if shape.size + len(payload) > MOST_TEXT:
            raise RefusedError(Code.full)
        shape.take(update, len(payload))
        return self.live.committer.keep(
            Edit(visitor, seat.text, seat.plan, wanted.epoch, wanted.client, wanted.op, payload, update, Later())
        )

    async def _keep_after_reading(self, visitor: Visitor, seat: TextSeat, wanted: KeepEdit) -> object:
        """Judge an edit once what other processes have committed is known too."""
        await self.live.shelf.read(seat.text)
        if visitor.texts.get(seat.text) is not seat:
            raise RefusedError(Code.not_joined)
        self._must_write(seat, wanted)
        return self._keep(visitor, seat, wanted)


def _plan_with(visitor: Visitor, text: UUID) -> PlanSeat:
    """Give the seat in the plan that a text belongs to.

    Raises:
        RefusedError: `not_joined` without any seat; `unknown` where no plan joined has such a text for this person.
    """
    joined = [seat for seat in visitor.plans.values() if not seat.listens]
    if not joined:
        raise RefusedError(Code.not_joined)
    for seat in joined:
        if text in seat.rights:
            return seat
    raise RefusedError(Code.unknown)
