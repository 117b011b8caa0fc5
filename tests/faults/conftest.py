"""What the fault tests share: processes that can be broken, and people who write."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from server import cli, db
from tests.cast import Cast, assemble
from tests.faults.machines import ROOT, Cluster, Redis, Server, Standby
from tests.faults.storm import Storm
from tests.faults.writers import PROGRAM, Writer
from tests.visit import Visits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from server.db import Database
    from server.people.models import Person


@pytest.fixture(scope="session", autouse=True)
def _program() -> None:
    """Build the writers' program where `make test` has not."""
    if not PROGRAM.exists():
        subprocess.run(["make", "build/writer.mjs"], cwd=ROOT, check=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder with a short name, as sockets need."""
    made = Path(tempfile.mkdtemp(prefix="stegvis-faults-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def standby() -> Iterator[Standby]:
    """Give what server processes are forked from."""
    made = Standby()
    yield made
    made.end()


@dataclass
class World:
    """The cast in a database that may be broken."""

    cluster: Cluster
    address: str
    database: Database
    cast: Cast


@pytest_asyncio.fixture(loop_scope="session")
async def world(folder: Path) -> AsyncIterator[World]:
    """Give a PostgreSQL of the test's own, with the cast in it."""
    cluster = await asyncio.to_thread(Cluster, folder)
    await asyncio.to_thread(cli.migrate, cluster.address)
    database = db.connect(cluster.address, 5)
    async with database.session() as session:
        cast = await assemble(session)
        await session.commit()
    yield World(cluster, cluster.address, database, cast)
    await database.engine.dispose()
    await asyncio.to_thread(cluster.end)


class House:
    """Server processes and people, all ended at the end."""

    def __init__(self, standby: Standby, folder: Path, stack: AsyncExitStack) -> None:
        self.standby = standby
        self.folder = folder
        self.stack = stack

    async def server(self, address: str, redis: str = "", dies: str = "", **more: str) -> Server:
        """Start a server process; with more settings, or with a `clock` of its own."""
        made = Server(self.standby, self.folder, address, redis, dies, **more)
        self.stack.push_async_callback(made.kill)
        await made.start()
        return made

    async def visits(self, server: Server, database: Database) -> Visits:
        """Give browsers and sockets on a server."""
        return await self.stack.enter_async_context(Visits(server.base, database))

    async def writer(self, visits: Visits, person: Person, cast: Cast, text: str = "talk_notes", name: str = "") -> Writer:
        """Give somebody with a text of Elsa's open."""
        made = await Writer.begin(name or person.given_name.lower())
        self.stack.push_async_callback(made.end)
        await made.join(visits.base, await visits.cookie(person), cast.plan.id, cast.text(text))
        return made

    async def storm(self, visits: tuple[Visits, ...], cast: Cast, seed: int) -> Storm:
        """Let five write, at each of the servers in turn."""
        people = (cast.elsa, cast.anna, cast.bo, cast.mentor, cast.teacher)
        writers = [await self.writer(visits[n % len(visits)], person, cast) for n, person in enumerate(people)]
        made = Storm(writers, visits[0].database, cast.text("talk_notes"), seed)
        self.stack.callback(lambda: [task.cancel() for task in made.tasks])
        return made


@pytest_asyncio.fixture(loop_scope="session")
async def house(standby: Standby, folder: Path) -> AsyncIterator[House]:
    """Give a house in which things may break."""
    async with AsyncExitStack() as stack:
        yield House(standby, folder, stack)


@pytest_asyncio.fixture(loop_scope="session")
async def redis() -> AsyncIterator[Redis]:
    """Give a Redis of the test's own."""
    if Redis.program() is None:
        pytest.skip("there is no redis-server here")
    made = Redis()
    await made.start()
    yield made
    made.kill()
