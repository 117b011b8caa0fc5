"""Everything in the tables that points to a person: found by the foreign keys, so that a new table needs no word here."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Uuid, bindparam, func, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from sqlalchemy import Column, Table
    from sqlmodel.ext.asyncio.session import AsyncSession

STAY = frozenset({"event", "session", "merge", "person"})
"""The log is never rewritten, sessions end, and who was merged into whom is told as it was."""

AT_A_TIME = 1_000

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Reference:
    """A column that points to a person."""

    table: Table
    column: Column[Any]

    @property
    def key(self) -> list[Column[Any]]:
        """The columns a row is known by."""
        return list(self.table.primary_key.columns)

    def said(self, row: Sequence[Any]) -> list[Any]:
        """Write a row's key so that JSON can keep it."""
        return [str(value) if isinstance(column.type, Uuid) else value for column, value in zip(self.key, row, strict=True)]


def references() -> Iterator[Reference]:
    """Give every column that points to a person and moves with a merge."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in STAY:
            for column in table.columns:
                if any(key.column.table.name == "person" for key in column.foreign_keys):
                    yield Reference(table, column)


async def counted(session: AsyncSession, person: UUID) -> dict[str, int]:
    """Count what points to a person, by table."""
    counts: dict[str, int] = defaultdict(int)
    for one in references():
        wanted = select(func.count()).select_from(one.table).where(one.column == person)
        counts[one.table.name] += int((await (await session.connection()).execute(wanted)).scalar_one())
    return {name: count for name, count in counts.items() if count}


async def shift(session: AsyncSession, one: Reference, old: UUID, new: UUID, only: list[Key] | None = None) -> list[Key]:
    """Let rows point to another person, and give the keys of those that do now.

    All in one statement; where something must be unique and the other has it already, row by row, and what does not fit stays.
    """
    if only == []:
        return []
    try:
        async with session.begin_nested():
            return await _point(session, one, old, new, only)
    except IntegrityError:
        pass
    wanted = select(*one.key).where(one.column == old)
    rows = [tuple(row) for row in await (await session.connection()).execute(wanted)] if only is None else only
    done: list[Key] = []
    for row in rows:
        try:
            async with session.begin_nested():
                done += await _point(session, one, old, new, [row])
        except IntegrityError:
            continue
    return done


async def _point(session: AsyncSession, one: Reference, old: UUID, new: UUID, only: list[Key] | None) -> list[Key]:
    """Let rows of one person point to another; those that are named go some at a time, since a statement holds only so many."""
    connection = await session.connection()
    wanted = update(one.table).where(one.column == bindparam("old")).values({one.column: new}).returning(*one.key)
    if only is None:
        return [tuple(row) for row in await connection.execute(wanted, {"old": old})]
    done: list[Key] = []
    for begin in range(0, len(only), AT_A_TIME):
        some = wanted.where(tuple_(*one.key).in_(only[begin : begin + AT_A_TIME]))
        done += [tuple(row) for row in await connection.execute(some, {"old": old})]
    return done
