"""The Socket.IO server: the library's, with its narrow parts that cost most done in a cheaper way where that is safe."""

import asyncio
import logging
from collections.abc import Awaitable, Iterable

import engineio
import socketio

from .engine import Engine
from .limits import Counts, Limits
from .manager import Manager
from .packets import EVENT, LivePacket, MalformedError, event, frame, read
from .pins import strangers
from .plain import Pump
from .room import Room
from .seat import QueueSeat, Seat
from .socket import LiveSocket

log = logging.getLogger("stegvis.wire")

#: The library lets everybody into `/` unless it is told of another namespace; no name from outside is empty.
_NOWHERE = [""]


class LiveServer(socketio.AsyncServer):  # type: ignore[misc]  # the library has no types
    """A python-socketio server with a fast way for what is said to many.

    `fast` says whether the fast way is in use: it is when the libraries are exactly those it was written against. Otherwise, or with
    `fast=False`, everything goes the library's own way: slower, and the same to the clients.
    """

    def __init__(self, limits: Limits | None = None, *, fast: bool | None = None, direct: bool = True, **options: object) -> None:
        """Take the limits; `direct=False` keeps to the queues (for tests); `options` are the library's own."""
        self.limits = limits or Limits()
        self.counts = Counts()
        self._seats: dict[str, Seat | QueueSeat] = {}
        wrong = strangers() if fast is not False else []
        self.fast = fast is not False and not wrong
        for each in wrong:
            log.warning("the fast way is not in use: %s", each)
        super().__init__(**self._options(options))
        if self.fast:
            self.eio.limits, self.eio.counts, self.eio.take, self.eio.direct = self.limits, self.counts, self.take, direct
        self._pump = Pump(self)
        self._leaving: set[asyncio.Task[None]] = set()

    def _options(self, given: dict[str, object]) -> dict[str, object]:
        ours: dict[str, object] = {
            "async_mode": "asgi",
            "async_handlers": False,
            "serializer": LivePacket,
            "transports": ["websocket"],
            "max_http_buffer_size": self.limits.frame,
            "ping_interval": self.limits.ping_every,
            "ping_timeout": self.limits.ping_answer,
            "namespaces": _NOWHERE,
        }
        if self.fast:
            ours["client_manager"] = Manager()
        return ours | given

    def _engineio_server_class(self) -> type[engineio.AsyncServer]:
        return Engine if self.fast else engineio.AsyncServer

    # What is said.

    def broadcast(self, name: str, data: object, *, namespace: str, to: Iterable[str], skip: str | None = None) -> None:
        """Say one thing to many, now: no waiting, no task. Each recipient hears what is said to it in the order it was said.

        `to` are connection ids of the namespace; unknown ones and those that are leaving are passed over. A recipient with more than
        `limits.unsent` bytes unread is disconnected. Raises TypeError or ValueError when `data` cannot be written as MessagePack.
        """
        if not self.fast:
            self._pump.put(name, data, namespace, [sid for sid in to if sid != skip])
            return
        payload = event(name, namespace, data)
        framed = frame(payload)
        seats = self._seats
        for sid in to:
            if sid != skip and (seat := seats.get(sid)) is not None:
                seat.tell(payload, framed)

    async def hang_up(self, sid: str, namespace: str) -> None:
        """End the whole connection that this id belongs to, after what has been said to it."""
        eio_sid = self.manager.eio_sid_from_sid(sid, namespace)
        if eio_sid is None:
            return
        if not self.fast:
            await self._pump.done()
            # The page's client does not heed the library's farewell, but does heed this.
            await self.disconnect(sid, namespace)
        await self.eio.disconnect(eio_sid)

    def see_off(self, eio_sid: str) -> None:
        """Disconnect a connection of the library's own kind that does not read."""
        self.counts.slow += 1
        task = asyncio.create_task(self.eio.disconnect(eio_sid))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    # What is heard.

    def take(self, socket: LiveSocket, payload: bytes) -> Awaitable[None] | None:
        """Take one packet from a connection; what is returned is awaited before the next is read."""
        try:
            kind, namespace, data, number = read(payload)
        except MalformedError as error:
            log.info("malformed packet: %s", error)
            socket.drop("malformed")
            return None
        if kind != EVENT:
            return self._take_other(socket, payload)
        self.counts.events += 1
        seat = socket.seats.get(namespace)
        return None if seat is None or seat.early is not None else seat.take(data, number)  # type: ignore[arg-type]  # a list, as read

    async def _take_other(self, socket: LiveSocket, payload: bytes) -> None:
        """Leave connecting and leaving to the library."""
        try:
            await self._handle_eio_message(socket.sid, payload)
        except Exception:
            log.exception("a connection broke")
            socket.drop("broken")

    async def _handle_connect(self, eio_sid: str, namespace: str, data: object) -> None:
        await super()._handle_connect(eio_sid, namespace, data)
        seat = self._seats.get(self.manager.sid_from_eio_sid(eio_sid, namespace or "/"))
        if seat is not None and seat.early is not None:
            seat.let_in()

    def came(self, sid: str, eio_sid: str, namespace: str) -> None:
        """Hear from the manager that a connection stands at a namespace's door."""
        socket, room = self.eio.sockets.get(eio_sid), self.namespace_handlers.get(namespace)
        if isinstance(socket, LiveSocket) and isinstance(room, Room):
            self._seats[sid] = socket.seats[namespace] = Seat(socket, sid, namespace, room)
        elif socket is not None:
            self._seats[sid] = QueueSeat(self, socket)

    def went(self, sid: str) -> None:
        """Hear from the manager that a connection leaves."""
        seat = self._seats.pop(sid, None)
        if isinstance(seat, Seat):
            seat.socket.seats.pop(seat.namespace, None)
