"""Bringing rows into a table as a roster tells them: one look, one insert, one update, however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, bindparam, insert, inspect, select, update

from server.schools.roster.report import Counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy import ColumnElement, RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlmodel import SQLModel


@dataclass(frozen=True)
class Kept:
    """Our id of each row by the source's, and how many rows were written."""

    ids: dict[str, UUID]
    counts: Counts


def table_of(model: type[SQLModel]) -> Table:
    """Give the table behind a model: many rows go to it as they are, without an object each."""
    return cast("Table", inspect(model).local_table)


async def keep(
    connection: AsyncConnection, model: type[SQLModel], within: ColumnElement[bool], wanted: Mapping[str, Mapping[str, object]]
) -> Kept:
    """Insert the rows that are missing and update those that differ, known by their source id.

    A field that is None is one the roster does not speak of: what we know stays. Rows that are not wanted stay as they are.
    `within` limits the look to one organisation.
    """
    there = await _there(connection, model, within, wanted)
    new = [model(source_id=key, **_spoken(fields)).model_dump() for key, fields in wanted.items() if key not in there]
    changed = [{"row": there[key]["id"], **whole} for key, fields in wanted.items() if (whole := _changed(there.get(key), fields))]
    await add(connection, model, new)
    await _change(connection, model, changed)
    ids = {key: row["id"] for key, row in there.items()} | {row["source_id"]: row["id"] for row in new}
    return Kept(ids, Counts(new=len(new), changed=len(changed), unchanged=len(wanted) - len(new) - len(changed)))


async def add(connection: AsyncConnection, model: type[SQLModel], new: list[dict[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if new:
        await connection.execute(insert(table_of(model)), new)


def _spoken(fields: Mapping[str, object]) -> dict[str, Any]:
    """Give the fields that the roster speaks of."""
    return {name: value for name, value in fields.items() if value is not None}


async def _there(
    connection: AsyncConnection, model: type[SQLModel], within: ColumnElement[bool], wanted: Mapping[str, Mapping[str, object]]
) -> dict[str, RowMapping]:
    """Give the rows that are there, by source id, with the fields to compare."""
    columns = table_of(model).c
    names: Iterable[str] = dict.fromkeys(name for fields in wanted.values() for name in fields)
    rows = await connection.execute(select(columns.id, columns.source_id, *(columns[name] for name in names)).where(within))
    return {row["source_id"]: row for row in rows.mappings()}


def _changed(row: RowMapping | None, fields: Mapping[str, object]) -> dict[str, object]:
    """Give a whole new set of fields if one that the roster speaks of differs, else nothing."""
    spoken = _spoken(fields)
    if row is None or all(row[name] == value for name, value in spoken.items()):
        return {}
    return {f"new_{name}": spoken.get(name, row[name]) for name in fields}


async def _change(connection: AsyncConnection, model: type[SQLModel], changed: list[dict[str, object]]) -> None:
    """Update rows, if there are any; all have the same fields."""
    if not changed:
        return
    table = table_of(model)
    values: dict[str, Any] = {name.removeprefix("new_"): bindparam(name) for name in changed[0] if name != "row"}
    await connection.execute(update(table).where(table.c.id == bindparam("row")).values(values), changed)
