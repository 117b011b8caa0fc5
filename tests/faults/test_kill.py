"""Acknowledged is committed: the server is killed again and again while five people write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
import pytest

from tests.faults.machines import often, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.db import Database
    from tests.cast import Cast
    from tests.faults.conftest import House

SLOW_DISK = """
CREATE FUNCTION wait_for_the_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.05); RETURN NULL; END $$;
CREATE TRIGGER slow AFTER INSERT ON text_update FOR EACH STATEMENT EXECUTE FUNCTION wait_for_the_disk();
"""
"""A commit that takes a while, so that each kill falls into the middle of one, with more edits waiting for the next."""
KILLS = often(20, 12)
SEED = 20261123


@pytest.mark.timeout(400)
async def test_what_was_called_saved_survives_every_kill(
    house: House, cast: Cast, database: Database, address: str, report: Callable[[str], None]
) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute(SLOW_DISK)
    await connection.close()
    server = await house.server(address)
    storm = await house.storm((await house.visits(server, database),), cast, SEED)

    for _ in range(KILLS):
        await storm.some(3, 24)
        await server.kill()
        await until(lambda: all(one.line != "live" for one in storm.writers), "all notice that the line is down")
        await storm.check()
        await server.start()

    await storm.calm()
    report(storm.books(f"kill -9 (seed {SEED})", KILLS))
