"""One connection: a reader without a task or a timer for each packet, one way out, and one timer for its life."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Final, Protocol

from engineio import async_socket

from .outbox import Outbox

if TYPE_CHECKING:
    from .engine import Engine
    from .line import Send
    from .seat import Seat

log = logging.getLogger("stegvis.wire")

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class Encodes(Protocol):
    """An Engine.IO packet."""

    def encode(self) -> bytes | str:
        """Write it."""


class Handshaken(Protocol):
    """The library's WebSocket: the two ASGI callables."""

    asgi_send: "Send"
    asgi_receive: Receive


_CLOSE: Final = "1"
_PING: Final = "2"
_PONG: Final = "3"


class LiveSocket(async_socket.AsyncSocket):  # type: ignore[misc]  # the library has no types
    """An Engine.IO connection over a WebSocket."""

    closing: bool

    def __init__(self, engine: "Engine", sid: str) -> None:
        """Begin before the handshake; what is said till then waits."""
        super().__init__(engine, sid)
        self.queue = None  # the library's own, unbounded: not used here
        self.limits = engine.limits
        self.counts = engine.counts
        self.take = engine.take
        self.seats: dict[str, Seat] = {}
        self.out = Outbox(engine.limits, engine.counts)
        self.outstanding = 0
        self.gone = ""
        self._freed: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._reader: asyncio.Task[Any] | None = None
        self._listening = False

    # From here on what the library calls, in its own words.

    async def send(self, pkt: "Encodes") -> None:
        """Send an Engine.IO packet."""
        if not self.gone:
            self.out.answer(pkt.encode())

    async def check_ping_timeout(self) -> bool:
        """Say whether the connection still lives; the timer sees to it."""
        return not self.gone

    def schedule_ping(self) -> None:
        """Ask for a sign of life, a while from now."""
        self._at(self.limits.ping_every, self._ping)

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:  # noqa: ARG002, FBT001, FBT002
        """End the connection, with a word of farewell unless it is to be aborted."""
        if self.closing:
            return
        self.closing = True
        self._quieten()
        if not abort:
            self.out.answer(_CLOSE)
        await self.server._trigger_event("disconnect", self.sid, reason or self.server.reason.SERVER_DISCONNECT, run_async=False)  # noqa: SLF001
        self.closed = True
        if self.gone:
            self.out.cut()
        else:
            await self.out.finish()

    async def _websocket_handler(self, ws: "Handshaken") -> None:
        """Serve the connection from its handshake to its end."""
        self.connected = self.upgraded = True
        self._reader = asyncio.current_task()
        self.out.open(ws.asgi_send, direct=self.server.direct)
        self.counts.opened += 1
        try:
            await self._read(ws.asgi_receive)
        except asyncio.CancelledError:
            if not self.gone:
                raise
        finally:
            await self.close(wait=False, abort=True, reason=self.gone or self.server.reason.TRANSPORT_CLOSE)

    # The reader.

    async def _read(self, receive: Receive) -> None:
        """Take one message after the other, in order, until the connection ends or is ended."""
        turn = 0
        while not self.gone:
            self._listening = True
            message = await receive()
            self._listening = False
            if message["type"] != "websocket.receive":
                return
            payload = message.get("bytes")
            if payload is None:
                await self._heed(message.get("text") or "")
            elif len(payload) > self.limits.frame:
                self.drop("oversize")
            elif (more := self.take(self, payload)) is not None:
                await more
            turn = await self._rest(turn + 1)

    async def _rest(self, turn: int) -> int:
        """Give way: to others after a while, and to the client's own reading and the outstanding answers when they are many."""
        while not self.gone and self.outstanding >= self.limits.outstanding:
            self._freed = asyncio.get_running_loop().create_future()
            await self._freed
        if self.out.stuffed and not self.gone:
            await self.out.drained()
        if turn < self.limits.turn:
            return turn
        await asyncio.sleep(0)
        return 0

    async def _heed(self, word: str) -> None:
        """Heed what Engine.IO itself says; it never carries a packet as text here."""
        if word == _PONG:
            self.schedule_ping()
        elif word == _CLOSE:
            await self.close(wait=False, abort=True, reason=self.server.reason.CLIENT_DISCONNECT)
        else:
            self.drop("malformed")

    # Answers and ends.

    def settled(self) -> None:
        """Count down the outstanding answers, and let the reader go on."""
        self.outstanding -= 1
        self._free()

    def drop(self, why: str) -> None:
        """End the connection at once and from anywhere; the reader sees to the rest. `why` is one of the names in Counts."""
        if self.gone or self.closed:
            return
        self.gone = why
        setattr(self.counts, why, getattr(self.counts, why) + 1)
        log.info("connection dropped: %s", why)
        self._quieten()
        self.out.cut()
        self._free()
        self._recall()

    def _recall(self) -> None:
        """Bring the reader home. On a line it hears of the end by itself; a handler has the time of a farewell to finish."""
        if self._reader is None:
            return
        if not self._listening:
            self._at(self.limits.farewell, self._reader.cancel)
        elif self.out.line is None:
            self._reader.cancel()

    def _free(self) -> None:
        if self._freed is not None and not self._freed.done():
            self._freed.set_result(None)

    def _ping(self) -> None:
        self.out.answer(_PING)
        self._at(self.limits.ping_answer, self._silent)

    def _silent(self) -> None:
        self.drop("silent")

    def _at(self, seconds: float, act: Callable[[], object]) -> None:
        self._quieten()
        self._timer = asyncio.get_running_loop().call_later(seconds, act)

    def _quieten(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
