"""Work beside the work: done as often as it takes, and let go when the process stops."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

log = logging.getLogger("stegvis.errands")

AGAIN = 1.0
"""Seconds before something is tried again."""
FAREWELL = 2.0
"""Seconds that what is under way gets when the process stops."""


class Errands:
    """What a process does beside answering."""

    def __init__(self) -> None:
        """Begin with none."""
        self.tasks: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """Wait a little for what is under way, and let the rest go: the next process does it from the database."""
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=FAREWELL)
        for task in self.tasks:
            task.cancel()

    def soon(self, work: Coroutine[object, object, None]) -> None:
        """Do something beside; what goes wrong is logged and made good by the next look at the database."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._done)

    def surely(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something that needs the database, again and again while it is away: a right must not outlive it, nor a badge stay wrong."""
        self.soon(_until_it_is_done(work))

    def _done(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("an errand failed: %r", error)


async def _until_it_is_done(work: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await work()
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("an errand is tried again: %r", error)
            await asyncio.sleep(AGAIN)
        else:
            return
