"""Rosters to try things on: the demo school, changed here and there."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from server.schools.roster.bring import Reach, bringing
from server.schools.roster.formats import source
from server.schools.roster.generator import write_demo_school

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from server.schools.roster.columns import File
    from server.schools.roster.report import Report
    from tests.server.world import World

    Rows = list[dict[str, str]]


def demo_school(folder: Path) -> Path:
    write_demo_school(folder)
    return folder


def rows_of(folder: Path, file: File) -> Rows:
    with (folder / file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def rewrite(folder: Path, file: File, change: Callable[[Rows], Rows]) -> None:
    rows = rows_of(folder, file)
    header = list(rows[0])
    with (folder / file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header)
        writer.writeheader()
        writer.writerows(change(rows))


def put(folder: Path, file: File, source_id: str, **cells: str) -> None:
    """Change cells of one row; `metadata_protected` stands for `metadata.protected`."""
    named = {column.replace("metadata_", "metadata."): value for column, value in cells.items()}
    rewrite(folder, file, lambda rows: [row | named if row["sourcedId"] == source_id else row for row in rows])


def drop(folder: Path, file: File, column: str, value: str) -> None:
    """Leave out the rows that have a value in a column."""
    rewrite(folder, file, lambda rows: [row for row in rows if row[column] != value])


def records(folder: Path, kind: type[Any] = object, key: Any = lambda one: getattr(one, "id", one)) -> dict[Any, Any]:
    """Give what a roster's files say, of one kind, by id."""
    with source(folder) as roster:
        return {key(one): one for one in roster.records if isinstance(one, kind)}


async def looked(world: World, where: Path | str, reach: Reach | None = None, token: str = "") -> Report:
    """Give what a dry run says; nothing is kept."""
    async with world.visits.database.session() as session:
        with source(where, token) as roster:
            return await (await bringing(session, roster)).look(reach or Reach())
