"""A real TURN server on a free port of this machine, as long as a test needs it."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

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
