"""A roster without one guardian is applied while that guardian has the plan open: the place is taken within a second."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.faults.machines import ROOT
from tests.server.schools.test_import import ROSTER, WITHOUT_BO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from server.db import Database
    from server.people.models import Person
    from tests.cast import Cast
    from tests.faults.conftest import House
    from tests.visit import Socket

AT_ONCE = 1.0
WITHOUT_ANNA = ROSTER.replace("Vårdnadshavare;anna;Anna;Berg;;;;elsa;anna;\r\n", "").encode()


async def took(socket: Socket, person: Person, database: Database) -> float:
    """Give the seconds from the event that a relation ended to the message that the place is gone."""
    over = await socket.until("over")
    heard = datetime.now(UTC)
    assert over["code"] == "unknown"
    async with database.engine.connect() as connection:
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw
        wanted = "SELECT max(at) FROM event WHERE kind = 'relation_ended' AND data->>'person' = $1"
        return float((heard - await raw.fetchval(wanted, str(person.id))).total_seconds())


async def test_in_the_browser(house: House, cast: Cast, database: Database, address: str, report: Callable[[str], None]) -> None:
    visits = await house.visits(await house.server(address), database)
    bo, anna, admin = await visits.socket(cast.bo), await visits.socket(cast.anna), await visits.as_(cast.admin)
    elsa = await visits.socket(cast.elsa)
    for one in (bo, anna):
        assert (await one.open(cast.plan.id))["ok"]

    uploaded = (await admin.post("/organisation/import", files={"file": ("skolan.csv", WITHOUT_BO)})).headers["location"]
    while "/progress" in (await admin.get(uploaded)).text:
        pass
    assert bo.count("over") == 0, "a dry run changes nothing"
    await admin.post(f"{uploaded}/apply")
    seconds = await took(bo, cast.bo, database)

    assert seconds < AT_ONCE
    for one in (elsa, anna):
        await one.until("badge", lambda given: given["unread"] == 1)
    assert not (await bo.ask("open", {"text": str(cast.text("talk_notes")), "epoch": 0, "state": b"\x00"}))["ok"]
    assert (await (await visits.as_(cast.bo)).get(f"/plans/{cast.plan.id}")).status_code == 404
    assert (await (await visits.as_(cast.anna)).get(f"/plans/{cast.plan.id}")).status_code == 200
    report(f"a roster without a guardian, applied in the browser: told after {seconds * 1000:.0f} ms")


async def test_on_the_command_line(
    house: House, cast: Cast, database: Database, address: str, tmp_path: Path, report: Callable[[str], None]
) -> None:
    visits = await house.visits(await house.server(address), database)
    anna = await visits.socket(cast.anna)
    assert (await anna.open(cast.plan.id))["ok"]
    roster = tmp_path / "skolan.csv"
    roster.write_bytes(WITHOUT_ANNA)
    command = [sys.executable, "-m", "server.cli", "import", str(roster), "--organisation", "Här"]
    ran = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env={**os.environ, "DATABASE_URL": address})
    assert await ran.wait() == 0
    seconds = await took(anna, cast.anna, database)

    assert seconds < AT_ONCE
    assert (await anna.until("look"))["within"] < AT_ONCE * 1000
    report(f"the same from another process, without Redis: told after {seconds * 1000:.0f} ms")
