"""Acknowledged is committed: PostgreSQL goes down and comes back again and again while five people write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.conftest import House, World

MODES = ("immediate", "fast", "immediate", "fast", "immediate", "immediate")
SEED = 18


@pytest.mark.timeout(400)
async def test_what_was_called_saved_survives_every_restart(house: House, world: World, report: Callable[[str], None]) -> None:
    server = await house.server(world.address)
    storm = await house.storm((await house.visits(server, world.database),), world.cast, SEED)

    for mode in MODES:
        await storm.some(20, 120)
        await world.cluster.stop(mode)
        server.freeze()  # so that it cannot mend what was lost before it is counted
        await world.cluster.start()
        await storm.check()
        server.thaw()

    await storm.calm()
    assert server.running, "the server process lived through all of it"
    report(storm.books(f"PostgreSQL restarted, {', '.join(MODES)} (seed {SEED})", len(MODES)))


@pytest.mark.timeout(180)
async def test_database_and_server_go_down_together(house: House, world: World, report: Callable[[str], None]) -> None:
    server = await house.server(world.address)
    storm = await house.storm((await house.visits(server, world.database),), world.cast, SEED + 1)

    for _ in range(2):
        await storm.some(10, 60)
        await world.cluster.stop("immediate")
        await server.kill()
        await world.cluster.start()
        await storm.check()
        await server.start()

    await storm.calm()
    report(storm.books(f"PostgreSQL and server together (seed {SEED + 1})", 2))
