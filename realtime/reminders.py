"""Calls talks that are near to mind, and cancels those that can no longer be, now and then, on whichever process looks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.booking.actions.releasing import release_all
from server.booking.actions.reminding import remind_all

if TYPE_CHECKING:
    from realtime.live import Live

REMINDERS = 10.0
"""Seconds between two looks."""


class Reminders:
    """The reminders of one process."""

    def __init__(self, live: Live) -> None:
        """Take what it tells through."""
        self.live = live

    async def call_to_mind(self) -> None:
        """Cancel the talks that can no longer be, and call to mind those that are near."""
        await release_all(self.live.database, self.live.settings, self.live.fanout.announce)
        await remind_all(self.live.database, self.live.settings, self.live.fanout.announce)
