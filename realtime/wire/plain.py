"""The library's own way, for when its insides are not those that the fast way knows."""

import asyncio
import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .server import LiveServer

log = logging.getLogger("stegvis.wire")

#: The library's queues are unbounded; a client that leaves this many packets unread is disconnected.
MOST_UNREAD: Final = 2_048


class Pump:
    """Says one thing after the other by the library's `emit`, in the order in which they were put in."""

    def __init__(self, server: "LiveServer") -> None:
        """Begin with nothing to say."""
        self._server = server
        self._task: asyncio.Task[None] | None = None
        self._waiting: list[tuple[str, object, str, list[str]]] = []

    def put(self, name: str, data: object, namespace: str, to: list[str]) -> None:
        """Say this when its turn comes."""
        self._waiting.append((name, data, namespace, to))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._say())

    async def done(self) -> None:
        """Wait until all is said."""
        if self._task is not None:
            await asyncio.shield(self._task)

    async def _say(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            for name, data, namespace, to in waiting:
                await self._emit(name, data, namespace, to)

    async def _emit(self, name: str, data: object, namespace: str, to: list[str]) -> None:
        for sid in to:
            try:
                await self._server.emit(name, data, to=sid, namespace=namespace)
                self._watch(sid, namespace)
            except Exception:
                log.exception("could not say %s", name)
            self._server.counts.queued += 1

    def _watch(self, sid: str, namespace: str) -> None:
        """Disconnect one that does not read."""
        eio_sid = self._server.manager.eio_sid_from_sid(sid, namespace)
        queue = getattr(self._server.eio.sockets.get(eio_sid), "queue", None)
        if queue is not None and queue.qsize() > MOST_UNREAD:
            self._server.see_off(eio_sid)
