"""Engine.IO with connections of our own."""

from typing import TYPE_CHECKING, Any

import engineio
from engineio import packet

from .limits import Counts, Limits
from .socket import LiveSocket

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Take = Callable[[LiveSocket, bytes], Awaitable[None] | None]


class Engine(engineio.AsyncServer):  # type: ignore[misc]  # the library has no types
    """The library's server, whose WebSocket connections are LiveSockets."""

    limits: Limits
    counts: Counts
    take: "Take"
    direct: bool

    async def _handle_connect(self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None) -> object:
        """Open a connection, and serve it until it ends."""
        if transport != "websocket":
            return await super()._handle_connect(environ, transport, jsonp_index)
        socket = LiveSocket(self, self.generate_id())
        self.sockets[socket.sid] = socket
        try:
            return await self._serve(socket, environ)
        finally:
            self.sockets.pop(socket.sid, None)

    async def _serve(self, socket: LiveSocket, environ: dict[str, Any]) -> object:
        await socket.send(packet.Packet(packet.OPEN, self._greeting(socket.sid)))
        welcome = await self._trigger_event("connect", socket.sid, environ, run_async=False)
        if welcome is not None and welcome is not True:
            return self._unauthorized(welcome or None)
        socket.schedule_ping()
        return await socket.handle_get_request(environ)

    def _greeting(self, sid: str) -> dict[str, object]:
        return {
            "sid": sid,
            "upgrades": self._upgrades(sid, "websocket"),
            "pingTimeout": int(self.limits.ping_answer * 1000),
            "pingInterval": int(self.limits.ping_every * 1000),
            "maxPayload": self.limits.frame,
        }
