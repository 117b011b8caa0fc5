"""Beginning and ending relations so that they are those the roster speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, or_, select, update

from server.people.models import Person, Relation, RelationKind
from server.schools.roster.keep import add, table_of
from server.schools.roster.report import Counts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

ROSTER = "roster"
"""The source of relations that come and go with the roster; those made by hand stay."""

TARGETS = ("pupil_id", "class_id", "school_id", "organisation_id")


class Key(NamedTuple):
    """What makes a relation the same one: who, how, to what."""

    person_id: UUID
    kind: RelationKind
    column: str
    to: UUID


@dataclass(frozen=True)
class _Open:
    """A relation that is not ended."""

    id: UUID
    household_id: UUID | None
    by_roster: bool


@dataclass(frozen=True)
class Settled:
    """How many relations were written, and which ended."""

    counts: Counts
    ended: tuple[Key, ...]


async def settle(connection: AsyncConnection, organisation_id: UUID, wanted: Mapping[Key, UUID | None], at: datetime) -> Settled:
    """Begin what is missing and end what has left; a guardian who moved ends in one home and begins in the other.

    A relation made by hand is never ended here, and stands in for the roster's own.
    """
    there = await _there(connection, organisation_id, at)
    gone = {key: one for key, one in there.items() if one.by_roster and key not in wanted}
    moved = {key: one for key, one in there.items() if one.by_roster and key in wanted and wanted[key] != one.household_id}
    missing = [key for key in wanted if key not in there]
    await _end(connection, [one.id for one in (*gone.values(), *moved.values())], at)
    await add(connection, Relation, [_row(key, wanted[key], at) for key in (*missing, *moved)])
    counts = Counts(new=len(missing), changed=len(moved), ended=len(gone), unchanged=len(wanted) - len(missing) - len(moved))
    return Settled(counts, tuple(gone))


async def _there(connection: AsyncConnection, organisation_id: UUID, at: datetime) -> dict[Key, _Open]:
    """Give the relations of an organisation's people that have not ended, also those that are yet to begin."""
    relation, person = table_of(Relation), table_of(Person)
    rows = await connection.execute(
        select(relation)
        .join(person, person.c.id == relation.c.person_id)
        .where(person.c.organisation_id == organisation_id, or_(relation.c.until.is_(None), relation.c.until > at))
    )
    return {_key(row): _Open(row["id"], row["household_id"], row["source"] == ROSTER) for row in rows.mappings()}


def _key(row: RowMapping) -> Key:
    """Say of a row who is tied, how, to what."""
    column = next(name for name in TARGETS if row[name] is not None)
    return Key(row["person_id"], row["kind"], column, row[column])


def _row(key: Key, household_id: UUID | None, at: datetime) -> dict[str, Any]:
    """Make the row of a relation that begins."""
    fields: dict[str, Any] = {"person_id": key.person_id, "kind": key.kind, key.column: key.to, "household_id": household_id}
    return Relation(**fields, source=ROSTER, since=at).model_dump()


async def _end(connection: AsyncConnection, ids: list[UUID], at: datetime) -> None:
    """End relations; their rows stay."""
    if ids:
        table = table_of(Relation)
        await connection.execute(update(table).where(table.c.id == bindparam("row")).values(until=at), [{"row": one} for one in ids])
