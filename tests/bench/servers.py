"""The servers that are measured, each in a process of its own, and the job that the load gets for it."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from server import db
from tests.bench import processes, world

ROOT = Path(__file__).resolve().parents[2]
_LIVE = {"protocol": "live", "target": "/live/?EIO=4&transport=websocket"}
_STOCK = {"protocol": "stock", "target": "/socket.io/?EIO=4&transport=websocket"}

Job = dict[str, Any]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextlib.contextmanager
def _running(port: int, *command: str, **environment: str) -> Iterator[int]:
    """Run a server until it is no longer needed; give its process id once it accepts connections."""
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Ask until the server answers, whatever it answers."""
    transport = httpx.HTTPTransport(retries=8)  # it waits longer each time: half a minute in all
    with httpx.Client(transport=transport, timeout=10, headers={"Connection": "close"}) as client:
        client.get(f"http://127.0.0.1:{port}/healthz")
    if process.poll() is not None:
        raise ChildProcessError(process.args)


def _job(port: int, pids: list[int], rooms: list[dict[str, Any]], **rest: str) -> Job:
    return {"port": port, "pids": pids, "rooms": rooms, "headers": {"Origin": f"http://127.0.0.1:{port}"}, **rest}


class Bare:
    """The stock python-socketio room server."""

    name = "bare"

    @contextlib.contextmanager
    def running(self, rooms: int) -> Iterator[Job]:
        """Serve so many rooms."""
        port = _free_port()
        with _running(port, "tests.bench.bare", str(port)) as pid:
            yield _job(port, [pid], [{"name": f"room {number}", "headers": [{}] * 5} for number in range(rooms)], **_STOCK)


class WireOnly:
    """Our wire with nothing behind it."""

    name = "wire"

    @contextlib.contextmanager
    def running(self, rooms: int) -> Iterator[Job]:
        """Serve so many rooms."""
        port = _free_port()
        with _running(port, "tests.bench.wire_only", str(port)) as pid:
            yield _job(port, [pid], [{"plan": "plan", "text": f"text {number}", "headers": [{}] * 5} for number in range(rooms)], **_LIVE)


class Stegvis:
    """This server: accounts, sessions, plans, texts, and a PostgreSQL of its own."""

    name = "stegvis"

    def __init__(self, folder: Path, plans: int) -> None:
        """Start the database in a folder, bring it up to date, and open the school."""
        self.address = db.embedded(folder / "postgres")
        self._postmaster = int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        self._environment = {"STEGVIS_DATA": str(folder), "DATABASE_URL": self.address, "REDIS_URL": "", "STEGVIS_ORIGIN": ""}
        subprocess.run([sys.executable, "-m", "server.cli", "migrate"], cwd=ROOT, env=os.environ | self._environment, check=True)
        self._seats = asyncio.run(world.build(self.address, plans))

    @contextlib.contextmanager
    def running(self, rooms: int) -> Iterator[Job]:
        """Serve so many rooms, with plans in which nobody has written before."""
        mine, self._seats = self._seats[:rooms], self._seats[rooms:]
        given = [
            {"plan": str(seats.plan), "text": str(seats.text), "headers": [{"Cookie": f"stegvis={token}"} for token in seats.tokens]}
            for seats in mine
        ]
        port = _free_port()
        with _running(port, "tests.bench.ours", STEGVIS_PORT=str(port), **self._environment) as pid:
            yield _job(port, [pid, self._postmaster], given, **_LIVE)


def measure(server: "Bare | WireOnly | Stegvis", rooms: int, plan: dict[str, Any]) -> dict[str, Any]:
    """Take one server through one job; `plan` holds the seconds and the rates."""
    cores = processes.cores()
    with server.running(rooms) as job:
        processes.pin(job["pids"], cores[0])
        given = job | plan | {"core": cores[-1]}
        load = [sys.executable, "-m", "tests.bench.load"]
        done = subprocess.run(load, cwd=ROOT, input=json.dumps(given).encode(), capture_output=True, check=False, timeout=400)
    if done.returncode:
        raise ChildProcessError(done.stderr.decode()[-2_000:])
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured
