"""A locked version as a PDF: made once a language, and kept, so that whoever asks gets the same bytes."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.agreements.document import press
from server.agreements.models import VersionDocument
from server.pages.render import DIST
from server.plans.actions.locking import digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Version

log = logging.getLogger("stegvis.press")
PATIENCE = 40.0
"""Seconds that a file may take; the press itself takes no more of the processor than `press.MOST_SECONDS`."""
MOST_BYTES = 20 * 1024**2
AT_ONCE = asyncio.Semaphore(2)
"""Files in the making: each takes a processor for a moment."""


class PressError(Exception):
    """The file could not be made."""


async def document_in(session: AsyncSession, version: Version, language: str) -> VersionDocument | None:
    """Give the file of a version in a language, if it is made."""
    wanted = select(VersionDocument).where(VersionDocument.version_id == version.id, VersionDocument.language == language)
    return (await session.exec(wanted)).unique().one_or_none()


async def keep_document(session: AsyncSession, version: Version, language: str, body: bytes) -> VersionDocument:
    """Keep the file of a version; if somebody else's is there already, that is the one."""
    made = VersionDocument(version_id=version.id, language=language, body=body, sha256=digest(body))
    await session.exec(insert(VersionDocument).values(made.model_dump()).on_conflict_do_nothing())
    found = await document_in(session, version, language)
    assert found is not None  # noqa: S101  # it was just written, by us or before us
    return found


async def press_document(data: Mapping[str, Any], at: datetime) -> bytes:
    """Make the file: by a process of its own, bounded in time, memory and size; no transaction waits for it.

    Raises:
        PressError: it could not be made, or not in time.
    """
    given = json.dumps({"data": data, "at": int(at.timestamp()), "fonts": str(DIST / "print")}, ensure_ascii=False).encode()
    async with AT_ONCE:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(sys.executable, "-I", str(press.__file__), stdin=pipe, stdout=pipe, stderr=pipe)
        try:
            body, trouble = await asyncio.wait_for(process.communicate(given), PATIENCE)
        except TimeoutError as error:
            raise PressError from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0 or not body.startswith(b"%PDF") or len(body) > MOST_BYTES:
        log.error("no file of %s bytes, code %s: %s", len(body), process.returncode, trouble[-2000:].decode(errors="replace"))
        raise PressError
    return body


async def files_known(session: AsyncSession, version: Version) -> dict[str, str]:
    """Give the language of each file that was made of a version, by its SHA-256."""
    rows = await session.exec(select(VersionDocument.sha256, VersionDocument.language).where(col(VersionDocument.version_id) == version.id))
    return dict(rows.all())
