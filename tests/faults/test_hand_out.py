"""A round survives every kill: whichever process comes next hands out what is left, and nobody is handed it twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import asyncpg

from tests.bench.school import open_school
from tests.faults.machines import often

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.db import Database
    from tests.bench.school import BigSchool
    from tests.faults.conftest import House
    from tests.faults.machines import Server

SLOW_DISK = """
CREATE FUNCTION wait_for_the_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.1); RETURN NULL; END $$;
CREATE TRIGGER slow AFTER INSERT ON preparation FOR EACH STATEMENT EXECUTE FUNCTION wait_for_the_disk();
"""
"""A batch that takes a while, so that kills fall into the middle of one."""
CLASSES, PUPILS = often(6, 3), 8


async def begin(house: House, server: Server, database: Database, school: BigSchool) -> None:
    """Let the principal begin the round of every class."""
    assert school.principal
    assert school.version
    principal = await (await house.visits(server, database)).as_(school.principal)
    chosen = {f"class:{one.id}": "true" for one in school.classes}
    templates = {f"template:{one.id}": str(school.version.id) for one in school.classes}
    answer = await principal.post(f"/schools/{school.school.id}/rounds", data={**chosen, **templates, "asks_pupil": "true"})
    assert answer.status_code == 303, answer.text


async def handed(connection: asyncpg.Connection[Any]) -> tuple[int, int]:
    """Count the plans that are handed out, and the rounds that are not."""
    plans = await connection.fetchval("SELECT count(*) FROM plan WHERE round_id IS NOT NULL")
    return plans, await connection.fetchval("SELECT count(*) FROM round WHERE handed_out IS NULL")


async def test_a_round_goes_on_where_a_killed_process_left_it(
    house: House, database: Database, address: str, report: Callable[[str], None]
) -> None:
    async with database.session() as session:
        school = await open_school(session, CLASSES, PUPILS)
        await session.commit()
    connection = await asyncpg.connect(address)
    await connection.execute(SLOW_DISK)
    server = await house.server(address)
    await begin(house, server, database, school)
    seen: list[int] = []
    while (before := await handed(connection))[1]:
        while await handed(connection) == before:
            pass
        await server.kill()
        seen.append((await handed(connection))[0])
        await server.start()

    plans = await connection.fetch("SELECT count(*) FROM plan WHERE round_id IS NOT NULL GROUP BY pupil_id")
    told = await connection.fetch("SELECT count(*) FROM event WHERE kind = 'material_handed_out' GROUP BY plan_id")
    whole = await connection.fetch("SELECT DISTINCT count(*) FROM preparation WHERE household_id IS NULL GROUP BY plan_id")
    await connection.close()
    assert len(seen) > 1, "killed between batches"
    assert seen == sorted(seen)
    assert [row["count"] for row in plans] == [1] * CLASSES * PUPILS
    assert [row["count"] for row in told] == [1] * CLASSES * PUPILS
    assert len(whole) == 1, "every plan is whole"
    report(f"handing out: {len(seen)} kills, {CLASSES * PUPILS} pupils, each handed the material once")
