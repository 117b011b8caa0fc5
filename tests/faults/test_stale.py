"""No page stays stale: after a fault every open page shows the truth within five seconds of the return, without a reload."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.faults.conftest import House, World
    from tests.faults.machines import Server
    from tests.faults.writers import Writer
    from tests.visit import Visits

SECONDS = 5.0
LONG = 8.0
"""Seconds that an outage lasts when pages have asked several times in vain, later and later, and just now again."""


class Page:
    """An open page of somebody who only listens: the text lives, and what is missing of the rest is fetched as the page's script does."""

    def __init__(self, writer: Writer, browser: httpx.AsyncClient, world: World) -> None:
        self.writer = writer
        self.browser = browser
        self.world = world
        self.drawn_at = int(writer.last("joined"))

    async def shows(self, comment: str, line: str) -> None:
        """Hold that the page comes to show a comment and a line of the text in time."""
        await self.writer.shows(lambda text: line in text, line, SECONDS)
        await self.writer.until(lambda: self._revision() > self.drawn_at, "hears that there is something new", SECONDS)
        missed = await self.browser.get(f"/plans/{self.world.cast.plan.id}/since/{self.drawn_at}")
        assert f"comment-{comment}" in missed.text
        self.drawn_at = self._revision()

    def _revision(self) -> int:
        """Give the newest revision that the page has heard of, by joining or by news."""
        return max(int(said["revision"]) for said in self.writer.heard if said["event"] in {"joined", "news"})


class Truth:
    """Elsa, at a process that nothing happens to, says something new."""

    def __init__(self, socket_at: Visits, world: World) -> None:
        self.visits = socket_at
        self.world = world
        self.number = 0

    async def changes(self) -> tuple[str, str]:
        """Write a comment and a line."""
        self.number += 1
        elsa, plan, text = self.world.cast.elsa, self.world.cast.plan.id, self.world.cast.text("talk_notes")
        key, line = str(uuid4()), f"Truth {self.number}."
        page = await self.visits.as_(elsa)
        answer = await page.post(f"/plans/{plan}/comments", data={"id": key, "words": "New."})
        assert answer.status_code == 303, answer.text
        socket = await self.visits.socket(elsa)
        await socket.open(plan, text)
        assert (await socket.write(text, line))["ok"]
        await socket.client.disconnect()
        return key, line


async def pages_at(house: House, server: Server, world: World) -> list[Page]:
    """Open the plan for two who read and one who may write, at a server."""
    visits = await house.visits(server, world.database)
    people = (world.cast.observer, world.cast.bo, world.cast.principal)
    return [Page(await house.writer(visits, one, world.cast), await visits.as_(one, live=True), world) for one in people]


async def all_show(pages: list[Page], comment: str, line: str) -> None:
    """Hold it for every page."""
    for page in pages:
        await page.shows(comment, line)


@pytest.mark.timeout(180)
async def test_the_server_is_killed_and_things_happen_while_it_is_away(house: House, world: World) -> None:
    server, other = await house.server(world.address), await house.server(world.address)
    pages, truth = await pages_at(house, server, world), Truth(await house.visits(other, world.database), world)

    for _ in range(3):
        await server.kill()
        comment, line = await truth.changes()
        await server.start()
        await all_show(pages, comment, line)

    comment, line = await truth.changes()
    await all_show(pages, comment, line)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("mode", ["immediate", "fast"])
async def test_the_database_is_restarted(house: House, world: World, mode: str) -> None:
    server = await house.server(world.address)
    visits = await house.visits(server, world.database)
    pages, truth = await pages_at(house, server, world), Truth(visits, world)

    for _ in range(3):
        await world.cluster.stop(mode)
        await world.cluster.start()
        comment, line = await truth.changes()
        await all_show(pages, comment, line)


@pytest.mark.timeout(180)
async def test_the_database_is_away_for_long_and_the_server_starts_anew_meanwhile(house: House, world: World) -> None:
    server, other = await house.server(world.address), await house.server(world.address)
    pages, truth = await pages_at(house, server, world), Truth(await house.visits(other, world.database), world)

    await server.kill()
    comment, line = await truth.changes()
    await server.start()
    await world.cluster.stop("fast")
    await for_long()
    await world.cluster.start()

    await all_show(pages, comment, line)
    await all_show(pages, *await truth.changes())


async def for_long() -> None:
    """Let an outage last. Nothing tells when it has been long: time itself is what the pages meet."""
    await asyncio.sleep(LONG)


@pytest.mark.timeout(180)
async def test_what_was_written_while_the_database_was_away_for_long_is_saved_soon_after_its_return(house: House, world: World) -> None:
    server = await house.server(world.address)
    visits = await house.visits(server, world.database)
    elsa, anna = await house.writer(visits, world.cast.elsa, world.cast), await house.writer(visits, world.cast.anna, world.cast)
    elsa.type("Before. ")
    await elsa.until(lambda: elsa.settled, "is saved")

    await world.cluster.stop("fast")
    elsa.type("Meanwhile.")
    await elsa.until(lambda: elsa.last("status") == "device", "says that it is on the device only")
    await for_long()
    await world.cluster.start()

    await elsa.until(lambda: elsa.settled, "is saved", SECONDS)
    await anna.shows(lambda text: text == "Before. Meanwhile.", "what Elsa wrote", SECONDS)
