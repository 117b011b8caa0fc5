"""Calls talks that are near to mind, and what waits for an answer, now and then, on whichever process looks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.agreements.actions.asking_again import ask_again
from server.booking.actions.reminding import remind_all

if TYPE_CHECKING:
    from realtime.live import Live


class Reminders:
    """The reminders of one process."""

    def __init__(self, live: Live) -> None:
        """Take what it tells through."""
        self.live = live

    async def call_to_mind(self) -> None:
        """Call to mind the talks that are near, and what waits for an answer."""
        await remind_all(self.live.database, self.live.settings, self.live.fanout.announce)
        await ask_again(self.live.database, self.live.settings, self.live.fanout.announce)
