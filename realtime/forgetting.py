"""Forgets what has had its time, now and then, on every process."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from server.accounts.actions import purge
from server.exports.actions.asking import forget_old
from server.retention.actions.passing import pass_away
from server.schools.actions import folder_of, forget_ended

if TYPE_CHECKING:
    from realtime.live import Live

log = logging.getLogger("stegvis.watch")

FORGETTING = 3600.0
"""Seconds between two looks."""


class Forgetting:
    """What one process forgets: rows for all processes, uploaded files on this machine."""

    def __init__(self, live: Live) -> None:
        """Take what it works with."""
        self.live = live

    async def forget(self) -> None:
        """Forget what has had its time."""
        removed = await purge(self.live.database) | await pass_away(self.live.database) | await forget_old(self.live.database)
        files = await forget_ended(self.live.database, folder_of(self.live.settings))
        log.info("forgotten: %s, %d uploaded files", {name: count for name, count in removed.items() if count}, files)
