"""A round survives every kill: whichever process comes next hands out what is left, and nobody is handed it twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg

from tests.bench.school import open_school
from tests.faults.machines import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.db import Database
    from tests.faults.conftest import House

SLOW_DISK = """
CREATE FUNCTION wait_for_the_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.1); RETURN NULL; END $$;
CREATE TRIGGER slow AFTER INSERT ON preparation FOR EACH STATEMENT EXECUTE FUNCTION wait_for_the_disk();
"""
"""A batch that takes a while, so that kills fall into the middle of one."""
CLASSES, PUPILS = 6, 8


async def test_a_round_goes_on_where_a_killed_process_left_it(
    house: House, database: Database, address: str, report: Callable[[str], None]
) -> None:
    async with database.session() as session:
        school = await open_school(session, CLASSES, PUPILS)
        await session.commit()
    assert school.principal
    assert school.version
    connection = await asyncpg.connect(address)
    await connection.execute(SLOW_DISK)
    server = await house.server(address)
    principal = await (await house.visits(server, database)).as_(school.principal)

    async def handed() -> int:
        return int(await connection.fetchval("SELECT count(*) FROM plan WHERE round_id IS NOT NULL"))

    chosen = {f"class:{one.id}": "true" for one in school.classes} | {
        f"template:{one.id}": str(school.version.id) for one in school.classes
    }
    answer = await principal.post(f"/schools/{school.school.id}/rounds", data={**chosen, "asks_pupil": "true"})
    assert answer.status_code == 303, answer.text
    seen, kills = [], 0
    while await connection.fetchval("SELECT count(*) FROM round WHERE handed_out IS NULL"):
        before = await handed()
        while await handed() == before and await connection.fetchval("SELECT count(*) FROM round WHERE handed_out IS NULL"):
            pass
        await server.kill()
        kills += 1
        seen.append(await handed())
        await server.start()

    rows = await connection.fetch("SELECT pupil_id, count(*) FROM plan WHERE round_id IS NOT NULL GROUP BY pupil_id")
    told = await connection.fetch("SELECT plan_id, count(*) FROM event WHERE kind = 'material_handed_out' GROUP BY plan_id")
    texts = await connection.fetchval(
        "SELECT count(DISTINCT n) FROM (SELECT count(*) AS n FROM preparation WHERE household_id IS NULL GROUP BY plan_id) p"
    )
    await connection.close()
    await until(lambda: server.running, "the last process runs")
    assert kills > 1, "killed between batches"
    assert seen == sorted(seen)
    assert len(rows) == CLASSES * PUPILS
    assert {row["count"] for row in rows} == {1}
    assert {row["count"] for row in told} == {1}
    assert len(told) == CLASSES * PUPILS
    assert texts == 1, "every plan is whole"
    report(f"handing out: {kills} kills, {CLASSES * PUPILS} pupils, each handed the material once")
