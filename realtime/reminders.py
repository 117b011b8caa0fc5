"""Calls to mind talks that are near, goals that are due and what waits for an answer, and cancels talks that can no longer be.

Now and then, on whichever process looks first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.agreements.actions.asking_again import ask_again
from server.booking.actions.releasing import release_all
from server.booking.actions.reminding import remind_all
from server.goals.actions.calling import call_to_mind

if TYPE_CHECKING:
    from realtime.live import Live


class Reminders:
    """The reminders of one process."""

    def __init__(self, live: Live) -> None:
        """Take what it tells through."""
        self.live = live

    async def call_to_mind(self) -> None:
        """Cancel the talks that can no longer be; call to mind those that are near, goals whose last day is near or over, and answers."""
        live = self.live
        await release_all(live.database, live.settings, live.fanout.announce)
        await remind_all(live.database, live.settings, live.fanout.announce)
        await call_to_mind(live.database, live.settings.goal_days, live.fanout.announce)
        await ask_again(live.database, live.settings, live.fanout.announce)
