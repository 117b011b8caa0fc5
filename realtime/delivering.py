"""What leaves the house by itself: the night's mails, mails at once, pushes; on whichever process looks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime.reminders import Reminders
from server.notices.actions.leaving import let_leave
from server.notices.actions.nights import write_nights
from server.notices.actions.pushing import push_all
from server.push import a_client

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from realtime.live import Live

MIND = 10.0
"""Seconds between two looks for what is to be called to mind."""
NIGHTS = 30.0
"""Seconds between two looks for people whose night has come."""
LEAVING = 1.0
PUSHES = 1.0


class Delivery:
    """The delivery of one process; what becomes of a mail after that is the courier's."""

    def __init__(self, live: Live) -> None:
        """Take what it works for; no connection is opened before there is something to push."""
        self.live = live
        self.client = a_client()

    def jobs(self) -> list[tuple[float, Callable[[], Awaitable[None]]]]:
        """Give what is looked at by itself, each with the seconds between two looks."""
        mind = Reminders(self.live).call_to_mind
        return [(MIND, mind), (LEAVING, self.leaving), (NIGHTS, self.nights), (PUSHES, self.pushes)]

    async def nights(self) -> None:
        """Write the night's mails where they are due."""
        await write_nights(self.live.database, self.live.settings)

    async def leaving(self) -> None:
        """Let mails and pushes leave."""
        await let_leave(self.live.database, self.live.settings)

    async def pushes(self) -> None:
        """Carry pushes away."""
        await push_all(self.live.database, self.live.settings, self.client)

    async def stop(self) -> None:
        """Close what is open."""
        await self.client.aclose()
