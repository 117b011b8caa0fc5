"""A real TURN server on a free port of this machine, as long as a test needs it."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Self

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

READY = 10.0


def program() -> str:
    """Give the path of coturn; where it cannot be had, the test is left out, but never where tests decide."""
    if found := os.environ.get("STEGVIS_TURNSERVER") or shutil.which("turnserver"):
        return found
    advice = "coturn is not here (Debian: sudo apt-get install coturn), so nothing can be relayed"
    if os.environ.get("CI"):
        pytest.fail(advice)
    pytest.skip(advice)


@asynccontextmanager
async def relay(folder: Path, secret: str) -> AsyncIterator[str]:
    """Run one that knows a secret, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--no-cli", "--no-tls", "--no-dtls", "--fingerprint", "--allow-loopback-peers", "--no-multicast-peers", "--realm=stegvis.test",
        "--use-auth-secret", f"--static-auth-secret={secret}", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1",
        f"--listening-port={port}", f"--log-file={folder / 'turn.log'}", "--simple-log",
        f"--pidfile={folder / 'turn.pid'}", f"--userdb={folder / 'turn.db'}",
    ]  # fmt: skip
    running = await asyncio.create_subprocess_exec(
        program(), "-n", *options, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(READY):
            await _listens(port)
        yield f"turn:127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            running.kill()
        await running.wait()


async def _listens(port: int) -> None:
    """Wait until somebody listens on a port; it takes TCP as well as UDP."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionError:
            await asyncio.sleep(0.05)  # nobody tells when it has started
        else:
            writer.close()
            return


class Lossy(asyncio.DatagramProtocol):
    """Stands before a relay and loses some of what goes there and back, once it is asked to: so that a line is thin for real."""

    def __init__(self, relay_address: str) -> None:
        self.there = ("127.0.0.1", int(relay_address.rpartition(":")[2]))
        self.percent = 0
        self.ways: dict[tuple[str, int], asyncio.DatagramTransport] = {}
        self.opening: dict[tuple[str, int], asyncio.Future[None]] = {}
        self.passed = 0

    async def __aenter__(self) -> Self:
        """Begin to pass on."""
        loop = asyncio.get_running_loop()
        self.front, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        self.address = f"turn:127.0.0.1:{self.front.get_extra_info('sockname')[1]}?transport=udp"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        self.front.close()
        await asyncio.gather(*self.opening.values())
        for way in self.ways.values():
            way.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take something from a page."""
        if self.is_lost():
            return
        if addr in self.ways:
            self.ways[addr].sendto(data, self.there)
        elif addr not in self.opening:  # what comes meanwhile is sent again, as on any network
            self.opening[addr] = asyncio.ensure_future(self._open(data, addr))

    async def _open(self, data: bytes, addr: tuple[str, int]) -> None:
        """Give a page a way of its own, on which the answers come back."""
        loop = asyncio.get_running_loop()
        way, _ = await loop.create_datagram_endpoint(lambda: _Back(self, addr), local_addr=("127.0.0.1", 0))
        self.ways[addr] = way
        way.sendto(data, self.there)

    def is_lost(self) -> bool:
        """Whether this one is lost: of each hundred so many, evenly."""
        self.passed += 1
        return self.passed * self.percent // 100 > (self.passed - 1) * self.percent // 100


class _Back(asyncio.DatagramProtocol):
    """The way back to one page."""

    def __init__(self, lossy: Lossy, page: tuple[str, int]) -> None:
        self.lossy = lossy
        self.page = page

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002  # only the relay answers here
        """Give a page what the relay has for it."""
        if not self.lossy.is_lost():
            self.lossy.front.sendto(data, self.page)
