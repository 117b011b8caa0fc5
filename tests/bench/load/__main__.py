"""The load, in a process of its own: `python -m tests.bench.load` takes a job as JSON on its input and prints what it measured."""

import asyncio
import gc
import json
import os
import sys
import time
import uuid
from typing import Any

import uvloop

from tests.bench import processes
from tests.bench.load.clients import PATIENCE, Client, LiveClient, StockClient
from tests.bench.load.rooms import SEATS, Room, Tally, pace, relent, saturate, settle
from tests.bench.load.updates import Author

_AT_ONCE = 10


class Load:
    """One job: the clients of one server, and the phases it is taken through."""

    def __init__(self, job: dict[str, Any]) -> None:
        """Take the job: see `tests/bench/rows.py` for its fields."""
        self._job = job
        self._tally = Tally()
        self._rooms: list[Room] = []
        self._clients: list[Client] = []
        self._authors = [Author() for _ in range(SEATS)]

    async def run(self) -> dict[str, Any]:
        """Connect, then measure: memory, saturation, and each rate."""
        result: dict[str, Any] = await self._gather()
        result["saturation"] = await self._saturation()
        result["rates"] = {str(rate): await self._rate(rate) for rate in self._job["rates"]}
        lost = {client.lost for client in self._clients if client.lost}
        result["faults"] = sorted(set(self._tally.faults) | {f"lost: {why}" for why in lost})
        return result

    async def _gather(self) -> dict[str, float]:
        """Fill the rooms; what each connection costs is counted from the second room on."""
        pids = self._job["pids"]
        await self._fill(self._job["rooms"][:1])
        memory, cpu = processes.resident_kib(pids[0]), processes.cpu_seconds(pids)
        rest = self._job["rooms"][1:]
        for at in range(0, len(rest), _AT_ONCE):
            await self._fill(rest[at : at + _AT_ONCE])
        came = len(rest) * SEATS
        return {
            "cpu_ms_per_entry": 1_000 * (processes.cpu_seconds(pids) - cpu) / came,
            "kib_per_connection": (processes.resident_kib(pids[0]) - memory) / came,
        }

    async def _fill(self, rooms: list[dict[str, Any]]) -> None:
        self._rooms += await asyncio.gather(*(self._room(room) for room in rooms))

    async def _room(self, given: dict[str, Any]) -> Room:
        """Fill one room, and let each of its members begin a paragraph."""
        room = Room(self._authors, self._tally)
        for seat in range(SEATS):
            room.members.append(await self._member(given, seat, room))
        self._clients += room.members
        for _ in room.members:
            room.write()
            await settle([room])
        return room

    async def _member(self, given: dict[str, Any], seat: int, room: Room) -> Client:
        headers = {"Host": f"127.0.0.1:{self._job['port']}", **self._job["headers"], **given["headers"][seat]}
        kind = LiveClient if self._job["protocol"] == "live" else StockClient
        loop = asyncio.get_running_loop()
        _, client = await loop.create_connection(lambda: kind(self._job["target"], headers, room.arrived), "127.0.0.1", self._job["port"])
        await asyncio.wait_for(client.ready, PATIENCE)
        if isinstance(client, LiveClient):
            await self._open(client, given)
        else:
            await client.request("join", given["name"])
        return client

    async def _open(self, client: LiveClient, given: dict[str, Any]) -> None:
        """Join the plan and open its text, as a page would."""
        client.text, client.client = given["text"], str(uuid.uuid4())
        client.refused = lambda code: self._tally.faults.append(f"refused: {code}")
        joined = await client.request("join", {"plan": given["plan"]})
        opened = await client.request("open", {"text": client.text, "epoch": 0, "state": b"\0"})
        if not (joined["ok"] and opened["ok"]):
            raise ConnectionRefusedError(joined, opened)
        client.epoch = opened["epoch"]

    async def _saturation(self) -> dict[str, float]:
        """Measure deliveries and the server's CPU with one change always under way in each room."""
        seconds = self._job["seconds"]
        await saturate(self._rooms, self._job["warm"])
        pids = self._job["pids"]
        self._tally.start()
        begun, cpu, own = time.perf_counter(), processes.cpu_seconds(pids), time.process_time()
        await asyncio.sleep(seconds)
        delivered, passed, busy = self._tally.delivered, time.perf_counter() - begun, time.process_time() - own
        used = processes.cpu_seconds(pids) - cpu
        relent(self._rooms)
        await settle(self._rooms)
        return {"delivered": delivered, "seconds": passed, "cpu": used, "load_busy": busy / passed}

    async def _rate(self, rate: int) -> dict[str, float]:
        """Measure how long a change takes at a steady rate."""
        await pace(self._rooms, rate, self._job["warm"])
        self._tally.start()
        await pace(self._rooms, rate, self._job["seconds"])
        await settle(self._rooms)
        took = sorted(self._tally.seconds)
        return {f"p{part}_ms": 1000 * took[min(len(took) - 1, len(took) * part // 100)] for part in (50, 95, 99)}


def main() -> None:
    """Do the job."""
    job = json.load(sys.stdin)
    processes.pin([os.getpid()], job["core"])
    gc.disable()
    print(json.dumps(uvloop.run(Load(job).run())))


if __name__ == "__main__":
    main()
