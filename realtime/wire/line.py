"""The bytes' way out to one client: uvicorn's own transport, past the queue and the task that ASGI would need."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from websockets.protocol import OPEN

Send = Callable[[Mapping[str, object]], Awaitable[None]]

#: What must be there on uvicorn's `WebSocketsSansIOProtocol`, on its `conn`, and on the transport.
PROTOCOL: Final = ("transport", "conn", "writable", "close_sent", "handshake_complete")
CONNECTION: Final = ("state", "extensions")
TRANSPORT: Final = ("write", "abort", "is_closing", "get_write_buffer_size")


class Line:
    """A client whose transport can be written to directly. All that is sent to it goes this way, so nothing overtakes."""

    __slots__ = ("_write", "allowance", "backlog", "hang_up", "is_closing", "limit", "writable")

    def __init__(self, transport: asyncio.Transport, writable: asyncio.Event, limit: int) -> None:
        """Take the transport, the event that uvicorn keeps for it, and how many unsent bytes are borne."""
        self._write = transport.write
        self.hang_up = transport.abort
        self.is_closing = transport.is_closing
        self.backlog = transport.get_write_buffer_size
        self.writable = writable
        self.limit = limit
        self.allowance = limit

    @classmethod
    def reach(cls, send: Send, limit: int) -> "Line | None":
        """Find the transport behind an ASGI `send`, or None when anything there is not as expected."""
        protocol: Any = getattr(send, "__self__", None)
        if not all(hasattr(protocol, name) for name in PROTOCOL):
            return None
        if not all(hasattr(protocol.conn, name) for name in CONNECTION) or not all(hasattr(protocol.transport, name) for name in TRANSPORT):
            return None
        if protocol.conn.state is not OPEN or protocol.conn.extensions or not protocol.handshake_complete or protocol.close_sent:
            return None
        return cls(protocol.transport, protocol.writable, limit)

    def tell(self, frame: bytes) -> bool:
        """Write something the client did not ask for. False, and nothing written, when too much is still unsent."""
        if self.writable.is_set():
            self.allowance = self.limit
        elif self.backlog() > self.allowance:
            return False
        if not self.is_closing():
            self._write(frame)
        return True

    def answer(self, frame: bytes) -> None:
        """Write what the client asked for, whatever its size: it does not count against the client that it is large."""
        if not self.is_closing():
            self._write(frame)
            if not self.writable.is_set():
                self.allowance = self.backlog() + self.limit
