"""What every namespace of ours does alike: who is behind a connection, and what it hears when something cannot be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime.failures import answer_failure
from realtime.rates import MOST_REFUSALS
from realtime.wire import Room
from server.errors import Code, RefusedError

if TYPE_CHECKING:
    from realtime.live import Live
    from realtime.seats import Visitor


class JudgedRoom(Room):
    """A namespace that knows its visitors, bounds their rates and answers in their words."""

    def __init__(self, namespace: str, live: Live) -> None:
        """Take the live parts."""
        super().__init__(namespace)
        self.live = live

    def _visitor(self, sid: str, bucket: str = "openings") -> Visitor:
        """Give the visitor behind a connection, if the rate allows it to ask.

        Raises:
            RefusedError: `slow_down`, or `not_joined` for a connection that is going.
        """
        visitor = self.live.seats.visitors.get(sid)
        if visitor is None:
            raise RefusedError(Code.not_joined)
        if not getattr(visitor, bucket).take():
            raise RefusedError(Code.slow_down)
        return visitor

    def unheard(self, sid: str, event: str, given: object) -> object:  # noqa: ARG002  # whatever was sent with it
        """Refuse an event that there is not."""
        return self.failed(sid, event, RefusedError(Code.form))

    def failed(self, sid: str, event: str, error: BaseException) -> object:  # noqa: ARG002  # all events alike
        """Answer what could not be done; a connection that is refused over and over is closed."""
        visitor = self.live.seats.visitors.get(sid)
        answer = answer_failure(visitor, error)
        if visitor is not None and visitor.refusals > MOST_REFUSALS:
            self.live.fanout.errands.soon(self.live.wire.hang_up(sid, self.namespace))
        return answer
