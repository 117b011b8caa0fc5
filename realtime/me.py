"""The namespace of the person who is signed in: the badge, what may be another now, what stirs in open overviews, the session's end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from realtime import door
from realtime.failures import answer_failure
from realtime.forms import FollowPlace, read
from realtime.rates import MOST_REFUSALS
from realtime.wire import Room
from server.errors import Code, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime.live import Live
    from realtime.seats import Visitor


class MeRoom(Room):
    """Says; all it takes is which overviews are open."""

    def __init__(self, live: Live) -> None:
        """Take the parts."""
        super().__init__("/me")
        self.live = live

    async def on_connect(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> None:  # noqa: ARG002  # the cookie says who it is
        """Let a connection in, and tell it the badge's number."""
        visitor = await door.enter(sid, "/me", environ, self.live.database, self.live.settings)
        self.live.seats.enter(visitor)
        self.live.fanout.count_soon({visitor.person.id})
        self.live.fanout.errands.surely(partial(self.live.pages.ask_newcomer, visitor.person.id))

    async def on_disconnect(self, sid: str, *_: object) -> None:
        """See a connection off."""
        if (visitor := self.live.seats.visitors.get(sid)) is not None:
            self.live.following.leave(visitor)
        self.live.seats.leave(sid)

    async def on_follow(self, sid: str, given: object) -> dict[str, object]:
        """Follow how far a class, a school or the organisation has come."""
        visitor = self._visitor(sid)
        wanted = read(FollowPlace, given)
        await self.live.judge.steady(partial(self.live.following.find, visitor, wanted.place, wanted.id))
        if sid not in self.live.seats.visitors:
            raise RefusedError(Code.not_joined)
        self.live.following.follow(visitor, wanted.place, wanted.id)
        visitor.refusals = 0
        return {"ok": True, "place": wanted.place, "id": str(wanted.id)}

    async def on_unfollow(self, sid: str, given: object) -> dict[str, object]:
        """Follow it no longer."""
        visitor = self._visitor(sid)
        wanted = read(FollowPlace, given)
        if wanted.id not in visitor.follows:
            raise RefusedError(Code.not_joined)
        self.live.following.leave(visitor, wanted.id)
        return {"ok": True}

    def _visitor(self, sid: str) -> Visitor:
        """Give the visitor behind a connection, if the rate allows it to ask.

        Raises:
            RefusedError: `slow_down`, or `not_joined` for a connection that is going.
        """
        visitor = self.live.seats.visitors.get(sid)
        if visitor is None:
            raise RefusedError(Code.not_joined)
        if not visitor.openings.take():
            raise RefusedError(Code.slow_down)
        return visitor

    def unheard(self, sid: str, event: str, given: object) -> object:  # noqa: ARG002  # whatever it is
        """Refuse an event that there is not."""
        return self.failed(sid, event, RefusedError(Code.form))

    def failed(self, sid: str, event: str, error: BaseException) -> object:  # noqa: ARG002  # all events alike
        """Answer what could not be done; a connection that is refused over and over is closed."""
        visitor = self.live.seats.visitors.get(sid)
        answer = answer_failure(visitor, error)
        if visitor is not None and visitor.refusals > MOST_REFUSALS:
            self.live.fanout.errands.soon(self.live.wire.hang_up(sid, "/me"))
        return answer
