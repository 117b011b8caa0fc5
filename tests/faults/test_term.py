"""A term in fast motion: only the time is made up. What came to everybody is counted against what had to come.

Two processes on one database; some are killed, in the middle of acts and of nights. `STEGVIS_TERM` says how many acts a school day has
(3, and 30 for thousands), and `STEGVIS_TERM_SEED` which term it is.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from time import monotonic
from typing import TYPE_CHECKING, Any

import asyncpg
import httpx
import pytest

from server import columns
from tests.catcher import Catcher, catching
from tests.faults.clock import FileClock
from tests.faults.expected import mails_of
from tests.faults.school_term import Act, Circle, Term, open_term

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from server.db import Database
    from tests.faults.conftest import House
    from tests.faults.machines import Server
    from tests.visit import Visits

DAYS = 100
ACTS = int(os.environ.get("STEGVIS_TERM", "3"))
SEED = int(os.environ.get("STEGVIS_TERM_SEED", "6"))
BEGINS = datetime(2026, 12, 18, tzinfo=UTC)
"""So the last day is the one on which the clocks change, 28 March 2027."""
ORIGIN = "https://plan.example"
AGAIN, PATIENCE = 0.5, 20.0
"""Seconds until everybody is asked to look again, and until what has not come is missing."""
AWAY = (httpx.TransportError, OSError)


class Running:
    """The term as it runs: servers, people's browsers, the clock, and what was caught."""

    def __init__(self, term: Term, clock: FileClock, servers: list[Server], visits: list[Visits], catcher: Catcher) -> None:
        self.term, self.clock, self.servers, self.visits, self.catcher = term, clock, servers, visits, catcher
        self.chance = Random(SEED)  # noqa: S311
        self.ways = Random(SEED)  # noqa: S311  # apart: how often something is tried again must not change what happens
        self.clients = [httpx.AsyncClient(base_url=one.base, headers={"Origin": ORIGIN}, timeout=20) for one in servers]
        visits[0].clients += self.clients  # which closes them at the end
        self.cookies: dict[UUID, str] = {}
        self.at = BEGINS
        self.done = self.kills = 0
        self.restarts: set[asyncio.Task[None]] = set()
        self.called: set[int] = set()
        self.seen, self.ids, self.counted = 0, set[str](), Counter[str]()

    async def cookie(self, person: UUID) -> dict[str, str]:
        """Give what somebody's browser sends with everything."""
        if person not in self.cookies:
            self.cookies[person] = await self.visits[0].cookie(self.term.people[person], hours=24 * 200)
        return {"Cookie": f"stegvis={self.cookies[person]}"}

    async def post(self, person: UUID, address: str, form: dict[str, str]) -> None:
        """Send a form; where the server has died, to the other one: it is done once."""
        server, again = self.ways.randrange(2), False
        while True:
            try:
                answer = await self.clients[server].post(address, data=form, headers=await self.cookie(person))
            except AWAY:
                server, again = 1 - server, True
                continue
            assert answer.status_code == 303 or (again and answer.status_code < 500), answer.text
            return

    async def kill(self) -> None:
        """`kill -9` one of the servers, and start it again beside all else."""
        server = self.chance.choice(self.servers)
        if self.restarts:
            return
        self.kills += 1
        await server.kill()
        task = asyncio.create_task(server.start())
        self.restarts.add(task)
        task.add_done_callback(self.restarts.discard)

    async def be(self, at: datetime, *, dying: bool = False) -> None:
        """Let it be another time, and wait for the mails that must come."""
        self.at = at
        self.clock.set(at)
        if dying:
            await self.kill()
        for reader in self.term.readers.values():
            reader.look(at)
        for number, (when, whose) in enumerate(self.term.talks):
            if when <= at and number not in self.called:
                self.called.add(number)
                for one in whose & self.term.readers.keys():
                    self.term.readers[one].mails += 1
        await self.caught()

    def got(self) -> Counter[str]:
        """Count the mails that came; one that came twice under one id, since a process died over it, is one."""
        for to, message in self.catcher.caught[self.seen :]:
            self.seen += 1
            if str(message["Message-ID"]) not in self.ids:
                self.ids.add(str(message["Message-ID"]))
                self.counted[to[0]] += 1
        return self.counted

    async def caught(self) -> None:
        """Wait until all have come that must, and see that no others have."""
        wanted = mails_of(self.term.readers.values())
        with suppress(TimeoutError):  # what is missing is said below
            async with asyncio.timeout(PATIENCE):
                self.clock.look()
                asked = monotonic()
                while self.got().total() < wanted.total():
                    await asyncio.sleep(0.01)
                    if monotonic() - asked > AGAIN:
                        self.clock.look()
                        asked = monotonic()
        assert self.got() == wanted, f"{self.at}: missing {wanted - self.got()}, too many {self.got() - wanted}"

    async def acts(self, *, dying: bool) -> None:
        """Let things happen in many plans at once, in each one after another."""
        acts = self.term.acts(self.chance, ACTS // 2)
        last = self.chance.randrange(len(acts)) if dying else -1
        by_circle: dict[int, list[Act]] = {}
        for act in acts:
            by_circle.setdefault(id(act.circle), []).append(act)

        async def one_circle(some: list[Act]) -> None:
            for act in some:
                if acts.index(act) == last:
                    await self.kill()
                await self.post(act.by, act.address, act.form)
                self.done += 1
                for one in act.hearers:
                    self.term.readers[one].hear(act.circle.plan.id, act.kind, act.thing, self.at)

        await asyncio.gather(*(one_circle(some) for some in by_circle.values()))
        await self.caught()

    async def read(self) -> None:
        """Let some read what they have."""
        some = self.chance.sample(sorted(self.term.readers, key=str), len(self.term.readers) // 20)
        await asyncio.gather(*(self.post(one, "/notices/read", {}) for one in some))
        for one in some:
            self.term.readers[one].read_all()

    async def leave(self, circle: Circle) -> None:
        """Let an adult's right end."""
        who, (_, relation) = next(iter(circle.adults.items()))
        await self.post(self.term.admin.id, f"/relations/{relation}/end", {"reason": "Moved"})
        del circle.adults[who]
        self.term.readers[who].lose(circle.plan.id)
        self.term.talks = [(when, whose - {who} if circle.pupil.id in whose else whose) for when, whose in self.term.talks]
        for one in circle.hearers:
            self.term.readers[one].hear(circle.plan.id, "access_ended", who, self.at)
        await self.caught()

    async def turn_off(self) -> None:
        """Let somebody turn the night's mail off by the link in one, as a mail program does."""
        to, message = next((to, one) for to, one in reversed(self.catcher.caught) if "at most one such mail a night" in one.as_string())
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = str(message["List-Unsubscribe"]).strip("<>").removeprefix(ORIGIN)
        reader = next(one for one in self.term.readers.values() if one.name == to[0])
        await asyncio.gather(*self.restarts)
        async with httpx.AsyncClient(base_url=self.servers[0].base, timeout=20) as client:
            answer = await client.post(address, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        reader.turn_off()

    async def day(self, number: int) -> None:
        """Live through one day."""
        begins, dying = BEGINS + timedelta(days=number), self.chance.random()
        await self.be(begins.replace(hour=3, minute=30), dying=dying < 0.04)
        await self.be(begins.replace(hour=6, minute=30))
        await self.be(begins.replace(hour=8, minute=10))
        await self.read()
        await self.acts(dying=0.04 < dying < 0.08)
        if number in {15, 45}:
            await self.leave(self.term.circles[number // 3])
        await self.be(begins.replace(hour=19))
        await self.acts(dying=0.08 < dying < 0.12)
        if number == 30:
            await self.turn_off()


async def badges(address: str) -> dict[Any, int]:
    """Count what stands on everybody's badge."""
    connection = await asyncpg.connect(address)
    rows = await connection.fetch("SELECT person_id, count(*) FROM notice WHERE read IS NULL AND shown GROUP BY person_id")
    await connection.close()
    return {row["person_id"]: row["count"] for row in rows}


@pytest.mark.timeout(600)
async def test_each_hears_what_the_matrix_says_and_no_more(
    house: House, folder: Path, database: Database, address: str, report: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FileClock(folder / "clock")
    clock.set(BEGINS - timedelta(days=30))
    monkeypatch.setattr(columns, "the_clock", clock)
    async with database.session() as session:
        term = await open_term(session, Random(SEED), BEGINS, DAYS)  # noqa: S311
    term.people[term.admin.id] = term.admin
    clock.set(BEGINS)
    with catching() as catcher:
        settings = {"STEGVIS_SMTP_URL": catcher.url, "STEGVIS_ORIGIN": ORIGIN, "clock": str(folder / "clock")}
        servers = [await house.server(address, **settings) for _ in range(2)]
        running = Running(term, clock, servers, [await house.visits(one, database) for one in servers], catcher)
        for number in range(DAYS):
            await running.day(number)
            if number % 10 == 9:
                assert await badges(address) == {one.key: one.number for one in term.readers.values() if one.number}
        await running.be(BEGINS + timedelta(days=DAYS, hours=20))
        said = "".join(message.as_string() for _, message in catcher.caught)
    assert not any(name in said for name in ("Lind", "Pupil", "Well done", "Swim"))
    mails = running.got().total()
    report(f"a term: {DAYS} days, {running.done} acts, {running.kills} kills; {mails} mails, none missing, none doubled, none too many")
