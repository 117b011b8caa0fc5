"""One world for all tests of the server; each test finds it as it began. And one of its own for a test that needs it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import asyncpg
import httpx
import pytest_asyncio

from realtime.app import build
from server import db
from server.config import Settings
from tests.cast import Cast, assemble
from tests.conftest import at
from tests.server.world import World
from tests.visit import Visits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def whole_world(postgres: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Make the world, with the application on it in this process."""
    name = f"world_{os.urandom(6).hex()}"
    admin = await asyncpg.connect(postgres)
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    await admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
    address = at(postgres, name)
    given = {"STEGVIS_DATA": str(tmp_path_factory.mktemp("world")), "DATABASE_URL": address, "STEGVIS_LANGUAGE": "en", "REDIS_URL": ""}
    database, connection = db.connect(address, 5), await asyncpg.connect(address)
    async with database.session() as session:
        cast = await assemble(session)
        await session.commit()
    app = build(Settings.model_validate(given), address)
    async with Visits("http://stegvis.test", database, httpx.ASGITransport(app.other_asgi_app)) as visits:
        yield World(cast, visits, connection)
    for engine in (app.live.database.engine, database.engine):
        await engine.dispose()
    await connection.close()
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


@pytest_asyncio.fixture(loop_scope="session")
async def world(whole_world: World) -> World:
    """Give the world as it began."""
    await whole_world.begin()
    return whole_world


@pytest_asyncio.fixture(loop_scope="session")
async def own(cast: Cast, http: Visits, address: str) -> AsyncIterator[World]:
    """Give a world of the test's own: what merges people, moves classes or brings a roster in is not set back by a few statements."""
    connection = await asyncpg.connect(address)
    yield World(cast, http, connection)
    await connection.close()
