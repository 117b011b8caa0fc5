"""A WebSocket client that costs next to nothing, so that the load does not tire before the server does."""

import asyncio
import base64
import os
from typing import Final, cast

BINARY: Final = 0x82
TEXT: Final = 0x81
_CLOSE: Final = 8
_SHORT: Final = 126
_LONG: Final = 127
_HEADER: Final = 2
#: Frames from a client must be masked; a mask of zeros changes nothing and costs nothing.
_MASKED: Final = 0x80
_MASK: Final = b"\0\0\0\0"


def frame(first: int, payload: bytes) -> bytes:
    """Put one message into one masked frame."""
    size = len(payload)
    if size < _SHORT:
        return bytes((first, _MASKED | size)) + _MASK + payload
    return bytes((first, _MASKED | _SHORT)) + size.to_bytes(2) + _MASK + payload


class WebSocket(asyncio.Protocol):
    """A connection: subclasses hear each message in `heard(binary, payload)`."""

    def __init__(self, target: str, headers: dict[str, str]) -> None:
        """Take the path with its query, and the headers of the handshake."""
        self._target = target
        self._headers = headers
        self._rest = b""
        self._upgraded = False
        self.lost: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self.write = cast("asyncio.WriteTransport", transport).write
        key = base64.b64encode(os.urandom(16)).decode()
        fixed = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"}
        lines = [f"GET {self._target} HTTP/1.1", *(f"{name}: {value}" for name, value in (fixed | self._headers).items())]
        self.write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        """Cut what came into messages."""
        if self._rest:
            data = self._rest + data
        if not self._upgraded:
            data = self._answered(data)
        at, size = 0, len(data)
        while size - at >= _HEADER:
            start, length = at + 2, data[at + 1]
            if length >= _SHORT:
                wide = 2 if length == _SHORT else 8
                start += wide
                length = int.from_bytes(data[at + 2 : start]) if start <= size else size
            if start + length > size:
                break
            self._dispatch(data[at], data[start : start + length])
            at = start + length
        self._rest = data[at:]

    def _dispatch(self, first: int, payload: bytes) -> None:
        if first & 15 == _CLOSE:
            self.ended(f"closed by the server: {payload!r}")
        else:
            self.heard(first == BINARY, payload)

    def _answered(self, data: bytes) -> bytes:
        """Take the answer to the handshake; give what came after it."""
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            return data
        if b" 101 " not in head.split(b"\r\n")[0]:
            self.ended(head.split(b"\r\n")[0].decode())
            return b""
        self._upgraded = True
        return rest

    def connection_lost(self, exc: Exception | None) -> None:
        """Notice the end."""
        self.ended(str(exc or "connection lost"))

    def ended(self, why: str) -> None:
        """Remember the end and why."""
        self.lost = self.lost or why

    def heard(self, binary: bool, payload: bytes) -> None:  # noqa: FBT001  # one of two kinds of frame
        """Take one message."""
        raise NotImplementedError
