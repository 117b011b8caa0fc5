"""A second installation, empty but for a school."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import asyncpg
import httpx
import pytest_asyncio

from realtime.app import build
from server import db
from server.config import Settings
from tests.conftest import at
from tests.server.exports.archives import Elsewhere, elsewhere
from tests.server.world import World
from tests.visit import Visits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@dataclass
class Installation(World):
    """Another installation, and who is there."""

    there: Elsewhere | None = None

    @property
    def school(self) -> Elsewhere:
        assert self.there
        return self.there


@pytest_asyncio.fixture(loop_scope="session")
async def second(postgres: str, template: str, tmp_path: Path) -> AsyncIterator[Installation]:
    """Give another installation with a database of its own."""
    name = f"second_{os.urandom(6).hex()}"
    admin = await asyncpg.connect(postgres)
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    address = at(postgres, name)
    given = {"STEGVIS_DATA": str(tmp_path), "DATABASE_URL": address, "STEGVIS_LANGUAGE": "en", "REDIS_URL": ""}
    database, connection = db.connect(address, 5), await asyncpg.connect(address)
    app = build(Settings.model_validate(given), address)
    nobody: Any = None
    async with Visits("http://stegvis.test", database, httpx.ASGITransport(app.other_asgi_app)) as visits:
        yield Installation(nobody, visits, connection, there=await elsewhere(database))
    for engine in (app.live.database.engine, database.engine):
        await engine.dispose()
    await connection.close()
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()
