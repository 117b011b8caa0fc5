"""`python -m tests.bench.rounds`: rounds of a whole school at once; a table, and on the last line the same as JSON.

One server process and its database, as they run everywhere, in a school of ten classes of thirty. What is measured, once:
- handing out: from the principal's click until all have the material, beside the same rows inserted bare, without rules, log or notices;
- the overview: the server's time for one class's rows and for all three hundred, each the median of some requests;
- keeping up: fifty preparations handed in at once while the overview of all is open and fetched again whenever something stirs.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from sqlmodel.ext.asyncio.session import AsyncSession

from server import db
from server.columns import now
from server.people.actions import act_as
from server.people.models import Person
from server.people.policy import Actor
from server.preparations.events import PartHandedIn
from server.preparations.models import Preparation
from server.work import working
from tests.bench.school import BigSchool, open_school
from tests.bench.servers import Stegvis
from tests.visit import Socket

HAND_INS = 50
_TABLES = ("plan", "preparation", "text", "answer")


async def measure(stegvis: Stegvis, base: str, classes: int, pupils: int) -> dict[str, Any]:
    """Take a school through a round."""
    database = db.connect(stegvis.address, 10)
    async with database.session() as session:
        school = await open_school(session, classes, pupils)
        await session.commit()
    connection = await asyncpg.connect(stegvis.address)
    assert school.principal
    headers = {"Origin": base, "Cookie": f"stegvis={school.tokens[school.principal.id]}", "HX-Request": "true"}
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60) as client:
        figures = await _hand_out(client, connection, school)
        figures |= await _overview(client, school)
        figures |= await _hand_ins(client, connection, database, school)
    await connection.close()
    await database.engine.dispose()
    return {"pupils": classes * pupils, **figures}


async def _hand_out(client: httpx.AsyncClient, connection: "asyncpg.Connection[Any]", school: BigSchool) -> dict[str, Any]:
    """Begin a round for every class; then insert the same rows bare."""
    assert school.version
    fields = {f"class:{one.id}": "true" for one in school.classes} | {
        f"template:{one.id}": str(school.version.id) for one in school.classes
    }
    asks = {"asks_pupil": "true", "asks_teachers": "true", "asks_home": "true"}
    begun = perf_counter()
    answer = await client.post(f"/schools/{school.school.id}/rounds", data=fields | asks)
    assert answer.status_code == 303, answer.text
    clicked = perf_counter() - begun
    left = "SELECT count(*) FROM round WHERE handed_out IS NULL"
    while await connection.fetchval(left):  # noqa: ASYNC110  # the server tells nobody outside
        await asyncio.sleep(0.01)
    handed = perf_counter() - begun
    bare = await _bare(connection)
    return {"begin_s": clicked, "hand_out_s": handed, "bare_insert_s": bare, "hand_out_ratio": handed / bare}


async def _bare(connection: "asyncpg.Connection[Any]") -> float:
    """Insert the rows of all plans again, row by row as they are, and take them back."""
    rows = {table: await connection.fetch(f"SELECT * FROM {table}") for table in _TABLES}  # noqa: S608  # our own names
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("SET LOCAL session_replication_role = replica")
    for table in reversed(_TABLES):
        await connection.execute(f"DELETE FROM {table}")  # noqa: S608  # as above
    begun = perf_counter()
    for table, found in rows.items():
        marks = ", ".join(f"${number + 1}" for number in range(len(found[0])))
        await connection.executemany(f"INSERT INTO {table} VALUES ({marks})", [tuple(row) for row in found])  # noqa: S608  # as above
    took = perf_counter() - begun
    await transaction.rollback()
    return took


async def _timed(client: httpx.AsyncClient, address: str, times: int = 9) -> float:
    """Give the median milliseconds of some requests."""
    took = []
    for _ in range(times):
        begun = perf_counter()
        answer = await client.get(address)
        took.append(1_000 * (perf_counter() - begun))
        assert answer.status_code == 200, answer.text
    return statistics.median(took)


async def _overview(client: httpx.AsyncClient, school: BigSchool) -> dict[str, Any]:
    """Fetch the rows of one class and of all, and the counts."""
    one = await _timed(client, f"/classes/{school.classes[0].id}/overview/rows")
    every = await _timed(client, f"/schools/{school.school.id}/overview/rows")
    counts = await _timed(client, f"/schools/{school.school.id}/overview/counts")
    return {"class_ms": one, "all_ms": every, "all_ratio": every / one, "counts_ms": counts}


async def _hand_ins(
    client: httpx.AsyncClient, connection: "asyncpg.Connection[Any]", database: db.Database, school: BigSchool
) -> dict[str, Any]:
    """Hand in many preparations at once, with the overview of all open."""
    assert school.principal
    wanted = "SELECT pr.id, p.pupil_id FROM preparation pr JOIN plan p ON p.id = pr.plan_id WHERE party = 'pupil' ORDER BY pr.id LIMIT $1"
    ones = [(row["id"], row["pupil_id"]) for row in await connection.fetch(wanted, HAND_INS)]
    page, address, fetched = Socket(), f"/schools/{school.school.id}/overview/rows", []
    await page.connect(str(client.base_url).rstrip("/"), school.tokens[school.principal.id])
    assert (await page.follow("school", school.school.id))["ok"]
    before = (await client.get(address)).text.count("The pupil</li>")
    begun = perf_counter()
    acts = asyncio.ensure_future(_all(database, ones))
    shown, heard = 0, 0
    while shown < len(ones):
        await page.until("stirred", lambda _, known=heard: page.count("stirred") > known)  # type: ignore[misc]
        heard, sent = page.count("stirred"), perf_counter()
        shown = before - (await client.get(address)).text.count("The pupil</li>")
        fetched.append(1_000 * (perf_counter() - sent))
    seen = perf_counter() - begun
    took = await acts
    await page.client.disconnect()
    return {"hand_ins": len(ones), "hand_ins_s": took, "all_seen_s": seen, "stirs": heard, "slowest_ms": max(fetched)}


async def _all(database: db.Database, ones: list[tuple[UUID, UUID]]) -> float:
    """Hand in all at once; give the seconds it took."""
    begun = perf_counter()
    await asyncio.gather(*(_hand_in(database, key, by) for key, by in ones))
    return perf_counter() - begun


async def _hand_in(database: db.Database, key: UUID, by: UUID) -> None:
    """Hand a preparation in, with the plan held, its event and its notices."""

    async def actor_of(session: AsyncSession) -> Actor:
        return await act_as(session, await session.get_one(Person, by))

    async with working(database, actor_of, lambda _: None) as work:
        one = await work.find(Preparation, key, see=lambda *_: True, lock=True)
        one.ready, one.ready_by = now(), by
        work.tell(PartHandedIn(plan=one.plan_id, preparation=one.id))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="tests.bench.rounds", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="see that it works: three classes of six")
    size = (3, 6) if parser.parse_args().quick else (10, 30)
    with tempfile.TemporaryDirectory(prefix="stegvis-bench-") as folder:
        stegvis = Stegvis(Path(folder), 0)
        with stegvis.running(0) as job:
            figures = asyncio.run(measure(stegvis, f"http://127.0.0.1:{job['port']}", *size))
    for name, value in figures.items():
        print(f"{name:<16}{value:>12.3f}" if isinstance(value, float) else f"{name:<16}{value:>8}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
