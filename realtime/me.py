"""The namespace of the person who is signed in: the badge, what may be another now, and the end of the session."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from realtime import door
from realtime.failures import answer_failure
from realtime.wire import Room
from server.errors import Code, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime.live import Live


class MeRoom(Room):
    """Says; takes nothing."""

    def __init__(self, live: Live) -> None:
        """Take the parts."""
        super().__init__("/me")
        self.live = live

    async def on_connect(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> None:  # noqa: ARG002  # the cookie says who it is  # the cookie says who it is
        """Let a connection in, and tell it the badge's number."""
        visitor = await door.enter(sid, "/me", environ, self.live.database, self.live.settings)
        self.live.seats.enter(visitor)
        self.live.fanout.count_soon({visitor.person.id})
        self.live.fanout.errands.surely(partial(self.live.pages.ask_newcomer, visitor.person.id))

    async def on_disconnect(self, sid: str, *_: object) -> None:
        """See a connection off."""
        self.live.seats.leave(sid)

    def unheard(self, sid: str, event: str, given: object) -> object:  # noqa: ARG002  # whatever it is
        """Refuse whatever is sent: nothing is taken here."""
        return answer_failure(self.live.seats.visitors.get(sid), RefusedError(Code.form))
