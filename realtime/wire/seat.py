"""One connection's place in one namespace."""

import asyncio
import inspect
from functools import partial
from typing import TYPE_CHECKING, Any

from engineio import packet

from .packets import acknowledgement
from .plain import MOST_UNREAD
from .room import Later, Room

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from .server import LiveServer
    from .socket import LiveSocket

#: What is kept for a connection that the door has not let in yet.
_MOST_EARLY = 64


class _Place:
    """Somebody to whom things are told. Until the door has let them in, what is told is kept in `early`."""

    __slots__ = ("early",)

    def __init__(self) -> None:
        """Wait at the door."""
        self.early: list[tuple[bytes, bytes]] | None = []

    def let_in(self) -> None:
        """Send on what came early."""
        early, self.early = self.early or [], None
        for payload, framed in early:
            self.tell(payload, framed)

    def tell(self, payload: bytes, framed: bytes) -> None:
        """Send a packet (and the same in its frame), or keep it until the door is open."""
        if self.early is None:
            self.say(payload, framed)
        elif len(self.early) < _MOST_EARLY:
            self.early.append((payload, framed))

    def say(self, payload: bytes, framed: bytes) -> None:
        """Send it, the door being open."""
        raise NotImplementedError


class QueueSeat(_Place):
    """A connection of the library's own kind, as long polling makes: it has the library's queue."""

    __slots__ = ("_server", "_socket")

    def __init__(self, server: "LiveServer", socket: Any) -> None:  # noqa: ANN401  # the library has no types
        """Take the library's socket."""
        super().__init__()
        self._server = server
        self._socket = socket

    def say(self, payload: bytes, framed: bytes) -> None:  # noqa: ARG002  # it is framed later, or not at all
        """Put it in the queue; who leaves too much there is disconnected."""
        if self._socket.closing or self._socket.closed:
            return
        self._server.counts.queued += 1
        self._socket.queue.put_nowait(packet.Packet(packet.MESSAGE, payload))
        if self._socket.queue.qsize() == MOST_UNREAD:
            self._server.see_off(self._socket.sid)


class Seat(_Place):
    """A place in a namespace: what is told to it, what it says, and the answers."""

    __slots__ = ("namespace", "room", "sid", "socket")

    def __init__(self, socket: "LiveSocket", sid: str, namespace: str, room: Room) -> None:
        """Take a place."""
        super().__init__()
        self.socket = socket
        self.sid = sid
        self.namespace = namespace
        self.room = room

    def say(self, payload: bytes, framed: bytes) -> None:
        """Send it by the connection's own way out; a client that does not read is dropped."""
        if not self.socket.gone and not self.socket.out.tell(payload, framed):
            self.socket.drop("slow")

    def take(self, data: list[Any], number: int | None) -> "Awaitable[None] | None":
        """Handle one event; what is returned is awaited before the next is read."""
        answer = self.room.handle(self.sid, data)
        kind = type(answer)
        if kind is dict or answer is None:
            self.acknowledge(number, answer)
        elif kind is Later:
            self._await_later(answer, number)  # type: ignore[arg-type]  # as asked above
        elif isinstance(answer, asyncio.Future):
            self._await_future(answer, data[0], number)
        elif inspect.isawaitable(answer):
            return self._await(answer, data, number)
        else:
            self.acknowledge(number, answer)
        return None

    async def _await(self, coming: "Awaitable[object]", data: list[Any], number: int | None) -> None:
        answer = await self.room.settle(self.sid, data[0], coming)
        if isinstance(answer, Later):
            self._await_later(answer, number)
        elif isinstance(answer, asyncio.Future):
            self._await_future(answer, data[0], number)
        else:
            self.acknowledge(number, answer)

    def _await_later(self, later: Later, number: int | None) -> None:
        self.socket.outstanding += 1
        later.then(partial(self._settle, number))

    def _await_future(self, future: "asyncio.Future[object]", event: str, number: int | None) -> None:
        self.socket.outstanding += 1
        future.add_done_callback(partial(self._settle_future, event, number))

    def _settle_future(self, event: str, number: int | None, future: "asyncio.Future[object]") -> None:
        error = asyncio.CancelledError() if future.cancelled() else future.exception()
        self._settle(number, future.result() if error is None else self.room.failed(self.sid, event, error))

    def _settle(self, number: int | None, value: object) -> None:
        self.acknowledge(number, value)
        self.socket.settled()

    def acknowledge(self, number: int | None, value: object) -> None:
        """Answer, when an answer was asked for and there is somebody to hear it."""
        if number is None or self.socket.gone or self.socket.closed:
            return
        self.socket.counts.answered += 1
        try:
            payload = acknowledgement(self.namespace, number, value)
        except (TypeError, ValueError, OverflowError) as error:
            payload = acknowledgement(self.namespace, number, self.room.failed(self.sid, "acknowledge", error))
        self.socket.out.answer(payload)
