"""Rosters to try things on: the demo school, changed here and there."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from server.schools.roster.generator import write_demo_school

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from server.schools.roster.columns import File

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
