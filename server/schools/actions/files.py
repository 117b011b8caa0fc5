"""Uploaded rosters on this machine: where they lie, and how long."""

from __future__ import annotations

import asyncio
import shutil
import time
from typing import TYPE_CHECKING

from sqlalchemy import String, cast
from sqlmodel import col, select

from server.schools.models import ImportState, RosterImport

if TYPE_CHECKING:
    from pathlib import Path

    from server.config import Settings
    from server.db import Database

KEPT = 24 * 3600
"""Seconds for which an uploaded file is kept: it holds a whole school's names."""
ENDED = (ImportState.refused, ImportState.applied, ImportState.broken, ImportState.dropped)
"""After these nothing more is done with the file."""


def folder_of(settings: Settings) -> Path:
    """Give the folder for uploaded rosters."""
    return settings.data / "imports"


async def forget_ended(database: Database, folder: Path) -> int:
    """Remove the files of imports that have ended, and those that nobody came back for; give how many."""
    places = await asyncio.to_thread(lambda: {place.name: place for place in folder.glob("*")})
    key = cast(col(RosterImport.id), String)
    async with database.session() as session:
        ended = set(await session.exec(select(key).where(col(RosterImport.state).in_(ENDED), key.in_(list(places)))))
    return await asyncio.to_thread(_remove, list(places.values()), ended)


def _remove(places: list[Path], ended: set[str]) -> int:
    """Remove folders whose import has ended, or that have lain for too long."""
    gone = [place for place in places if place.name in ended or place.stat().st_mtime < time.time() - KEPT]
    for place in gone:
        shutil.rmtree(place, ignore_errors=True)
    return len(gone)
