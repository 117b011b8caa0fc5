"""A world of its own for each test that merges people or moves classes: what these do is not set back by a few statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
import pytest_asyncio

from tests.server.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.cast import Cast
    from tests.visit import Visits


@pytest_asyncio.fixture(loop_scope="session")
async def own(cast: Cast, http: Visits, address: str) -> AsyncIterator[World]:
    """Give a fresh world."""
    connection = await asyncpg.connect(address)
    yield World(cast, http, connection)
    await connection.close()
