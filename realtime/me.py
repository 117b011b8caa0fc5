"""The namespace of the person who is signed in: the badge, what may be another now, what stirs in open overviews, the session's end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from realtime import door
from realtime.forms import FollowPlace, read
from realtime.judged import JudgedRoom
from server.errors import Code, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime.live import Live


class MeRoom(JudgedRoom):
    """Says; all it takes is which overviews are open."""

    def __init__(self, live: Live) -> None:
        """Take the parts."""
        super().__init__("/me", live)

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
