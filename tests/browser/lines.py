"""A network between a browser and the server that can be cut and held up, as real ones are."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

LIVE = b"GET /live/"
PIECE = 65536


class Line:
    """Passes bytes between a port of its own and the server's."""

    def __init__(self, base: str) -> None:
        self.port = urlsplit(base).port
        self.base = ""
        self.whole = True
        self.carries_live = True
        self.upstream = asyncio.Event()
        self.upstream.set()
        self.open: dict[asyncio.Task[None], bool] = {}
        """The connections there are, and which of them are the live one."""

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()
        self._drop(live_only=False)
        await asyncio.gather(*self.open, return_exceptions=True)

    def cut(self) -> None:
        """Let nothing through any more."""
        self.whole = False
        self._drop(live_only=False)

    def cut_live(self) -> None:
        """Let pages through, and nothing live."""
        self.carries_live = False
        self._drop(live_only=True)

    def mend(self) -> None:
        """Let everything through again."""
        self.whole = self.carries_live = True
        self.upstream.set()

    def hold(self) -> None:
        """Let nothing more from the browser reach the server; what the server says still arrives."""
        self.upstream.clear()

    def _drop(self, *, live_only: bool) -> None:
        """End connections at once."""
        for task, live in list(self.open.items()):
            if live or not live_only:
                task.cancel()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join one connection of a browser to the server, until either side ends it or the line does."""
        task = asyncio.ensure_future(self._carry(reader, writer))
        self.open[task] = False
        with suppress(asyncio.CancelledError, ConnectionError, asyncio.IncompleteReadError):
            await task
        del self.open[task]
        writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry both ways; the first bytes say whether it is the live connection."""
        first = await reader.read(PIECE)
        live = first.startswith(LIVE)
        self.open[asyncio.current_task()] = live  # type: ignore[index]  # inside a task there is one
        if not self.whole or (live and not self.carries_live):
            return
        there, back = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            back.write(first)
            up = asyncio.ensure_future(_pass(reader, back, self.upstream))
            down = asyncio.ensure_future(_pass(there, writer, None))
            await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
            for way in (up, down):
                way.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
        finally:
            back.transport.abort()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, gate: asyncio.Event | None) -> None:
    """Pass bytes on until there are no more."""
    while piece := await reader.read(PIECE):
        if gate:
            await gate.wait()
        writer.write(piece)
        await writer.drain()
