"""Makes archives of pupils, and disposes of what two people have approved, on whichever process looks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.exports.actions.making import make_all
from server.retention.actions.disposing import dispose_all

if TYPE_CHECKING:
    from realtime.live import Live

ARCHIVES = 1.0
"""Seconds between two looks."""


class Archives:
    """What one process takes out and away."""

    def __init__(self, live: Live) -> None:
        """Take what it works with."""
        self.live = live

    async def make(self) -> None:
        """Make the archives that are waited for."""
        await make_all(self.live.database, self.live.settings)

    async def dispose(self) -> None:
        """Dispose of what is approved."""
        await dispose_all(self.live.database, self.live.fanout.announce)
