"""Putting a roster's rows where they can be judged together: streamed into temporary tables, a batch at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from server.schools.roster.records import TABLES, Met, There

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import asyncpg
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.roster.records import Record

BATCH = 1000
"""Rows that are in memory at once."""


async def driver_of(session: AsyncSession) -> asyncpg.Connection[Any]:
    """Give the connection below a session, in the session's transaction: it can COPY."""
    connection = await session.connection()
    await connection.execute(text("SELECT 1"))  # the transaction begins with the first statement
    raw = await connection.get_raw_connection()
    driver: asyncpg.Connection[Any] = raw.driver_connection  # type: ignore[assignment]
    return driver


@cache
def script(name: str) -> str:
    """Give one of the scripts beside this file."""
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


async def stage(driver: asyncpg.Connection[Any], records: Iterator[Record], progress: Callable[[int], None]) -> None:
    """Stage every row. Reading goes on beside the loop, so that open pages are served meanwhile."""
    taking = _Taking(records)
    while batch := await asyncio.to_thread(taking.next):
        for table, rows in batch.items():
            await driver.copy_records_to_table(table, records=rows)
        progress(taking.rows)


class _Taking:
    """Takes records a batch at a time, and counts the rows of the files: one row may say several things."""

    def __init__(self, records: Iterator[Record]) -> None:
        self.records = records
        self.rows = 0
        self.last: tuple[object, object] = ("", 0)

    def next(self) -> dict[str, list[Record]]:
        """Take the next, by the table they go to."""
        taken: dict[str, list[Record]] = defaultdict(list)
        for one in islice(self.records, BATCH):
            taken[TABLES[type(one)]].append(one)
            if not isinstance(one, Met | There) and (here := one[:2]) != self.last:
                self.rows, self.last = self.rows + 1, here
        return taken
