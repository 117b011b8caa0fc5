"""Asks the typesetter for a PDF, one of a few at a time, and stops it when it takes too long."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from typing import TYPE_CHECKING

from server import typesetter
from server.errors import UnavailableError
from server.pages.render import DIST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

log = logging.getLogger("stegvis.press")
PATIENCE = 40.0
"""Seconds that a file may take, waiting for others left out; of the processor it gets no more than `typesetter.MOST_SECONDS`."""
MOST_BYTES = 20 * 1024**2
AT_ONCE = asyncio.Semaphore(2)
"""Files in the making: each takes a processor for a moment."""


class PressError(UnavailableError):
    """The file could not be made; nothing was changed."""


async def press(layout: Path, data: Mapping[str, object], at: datetime) -> bytes:
    """Make a PDF of data by a layout, dated at a moment: the same for the same.

    Raises:
        PressError: it could not be made, or not in time.
    """
    asked = {"layout": str(layout), "data": data, "at": int(at.timestamp()), "fonts": str(DIST / "print")}
    async with AT_ONCE:
        code, body, trouble = await _run(json.dumps(asked).encode())
    if code != 0 or not body.startswith(b"%PDF") or len(body) > MOST_BYTES:
        log.error("no file by %s: code %s, %s bytes, %s", layout.name, code, len(body), trouble[-2000:].decode(errors="replace"))
        raise PressError
    return body


async def _run(asked: bytes) -> tuple[int | None, bytes, bytes]:
    """Let the typesetter work, in a process of its own; give its code, what it made and what it said.

    Raises:
        PressError: it took too long.
    """
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-I", str(typesetter.__file__), stdin=pipe, stdout=pipe, stderr=pipe)
    try:
        body, trouble = await asyncio.wait_for(process.communicate(asked), PATIENCE)
    except TimeoutError as error:
        raise PressError from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode, body, trouble
