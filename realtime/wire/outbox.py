"""What goes out to one client, in order: straight to the transport where it can be reached, else through a bounded queue."""

import asyncio
import contextlib
import logging
from collections import deque
from typing import Final

from .limits import Counts, Limits
from .line import Line, Send
from .packets import frame

log = logging.getLogger("stegvis.wire")

_CLOSE: Final = {"type": "websocket.close"}


class Outbox:
    """One client's way out. A client is on a line or on a queue for as long as it lives, never on both: so order holds."""

    __slots__ = ("_counts", "_drained", "_limits", "_more", "_send", "_waiting", "_writer", "line", "unsent")

    def __init__(self, limits: Limits, counts: Counts) -> None:
        """Begin closed: what is said before `open` waits."""
        self._limits = limits
        self._counts = counts
        self._waiting: deque[bytes | str] = deque()
        self._writer: asyncio.Task[None] | None = None
        self.line: Line | None = None
        self.unsent = 0

    def open(self, send: Send, *, direct: bool) -> None:
        """Begin to send: by the line, when it is wanted and can be reached."""
        self._send = send
        self.line = Line.reach(send, self._limits.unsent) if direct else None
        if self.line is not None:
            self._counts.direct += 1
            while self._waiting:
                self.line.answer(frame(self._waiting.popleft()))
            return
        self._more, self._drained = asyncio.Event(), asyncio.Event()
        self._more.set()
        self._writer = asyncio.create_task(self._write())

    def tell(self, payload: bytes, framed: bytes) -> bool:
        """Say something the client did not ask for. False, and not said, when too much is still unsent."""
        if self.line is not None:
            self._counts.written += 1
            return self.line.tell(framed)
        if self.unsent > self._limits.unsent:
            return False
        self._counts.queued += 1
        self._put(payload)
        return True

    def answer(self, payload: bytes | str) -> None:
        """Say what the client asked for, or what the protocol asks for."""
        if self.line is not None:
            self.line.answer(frame(payload))
        else:
            self._put(payload)

    def _put(self, payload: bytes | str) -> None:
        self._waiting.append(payload)
        self.unsent += len(payload)
        if self._writer is not None:
            self._more.set()

    async def _write(self) -> None:
        """Send what waits, until the connection is gone."""
        try:
            while True:
                while self._waiting:
                    payload = self._waiting.popleft()
                    await self._send({"type": "websocket.send", "bytes" if isinstance(payload, bytes) else "text": payload})
                    self.unsent -= len(payload)
                self._drained.set()
                self._more.clear()
                await self._more.wait()
        except (OSError, RuntimeError):
            log.debug("a queue ended: the connection is gone")
        finally:
            self._drained.set()

    @property
    def stuffed(self) -> bool:
        """Whether the client should read before it is heard again."""
        if self.line is not None:
            return not self.line.writable.is_set()
        return self.unsent > self._limits.unsent

    async def drained(self) -> None:
        """Wait until the client has read, or is gone."""
        if self.line is not None:
            await self.line.writable.wait()
        else:
            self._drained.clear()
            self._more.set()
            await self._drained.wait()

    def cut(self) -> None:
        """End at once; what is unsent is thrown away."""
        if self._writer is not None:
            self._writer.cancel()
        elif self.line is not None:
            self.line.hang_up()

    async def finish(self) -> None:
        """End the WebSocket after what has been said, within the time for a farewell."""
        if self.line is not None and self.line.is_closing():
            return
        with contextlib.suppress(OSError, RuntimeError, TimeoutError):
            async with asyncio.timeout(self._limits.farewell):
                if self._writer is not None:
                    await self.drained()
                await self._send(_CLOSE)
        if self.line is not None:
            asyncio.get_running_loop().call_later(self._limits.farewell, self.line.hang_up)
        elif self._writer is not None:
            self._writer.cancel()
