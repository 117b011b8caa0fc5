"""Removing rows for good, with all that hangs on them: found by the foreign keys, so that a new table goes without a word here.

The log stays: its rows lose the plan and become the pupil's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Select, Table, Uuid, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlmodel import SQLModel, col

from server.audit.models import Event
from server.exports.models import ExportPiece, ExportState, ImportPiece, PupilExport, PupilImport
from server.mail import Mail, MailState
from server.notices.models import Notice
from server.plans.models import Plan
from server.retention.actions.parts import pointing_to

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, ForeignKey
    from sqlalchemy.ext.asyncio import AsyncConnection

LET_GO = frozenset({("goal", "origin_id"), ("ticket", "mail_id"), ("past_author", "import_id"), ("agreement", "version_id")})
"""References that are merely forgotten: what has them stays."""
TELLS = frozenset({"event", "disposal", "disposal_item"})
"""What says that something is gone, and so may name it."""


@dataclass
class Removing:
    """What is being removed in one transaction: how many rows of which table, and their ids."""

    connection: AsyncConnection
    counts: dict[str, int] = field(default_factory=dict)
    ids: set[UUID] = field(default_factory=set)

    async def begin(self) -> None:
        """Let the database know that this is a disposal: to nothing else it gives away a locked version, or opens an archived plan."""
        await self.connection.execute(
            text("SELECT set_config('stegvis.disposal', 'on', true), set_config('stegvis.archive', 'open', true)")
        )

    async def remove(self, table: Table, where: ColumnElement[bool]) -> None:
        """Remove rows of a table, and before them what hangs on them."""
        key = table.primary_key.columns
        if len(key) > 1:
            await self._delete(table, where)
            return
        (one,) = key
        gone = list((await self.connection.execute(select(one).where(where).with_for_update())).scalars())
        if not gone:
            return
        self.ids |= {found for found in gone if isinstance(found, UUID)}
        for child in pointing_to(table.name):
            await self._remove_child(child, gone)
        await self._delete(table, one.in_(gone))

    async def _remove_child(self, child: ForeignKey, gone: list[Any]) -> None:
        """Remove what hangs on removed rows by one foreign key, or let it go."""
        column, own = child.parent, child.parent.table
        if own.name == "event":
            await self._leave_to_the_pupil(column, gone)
        elif (own.name, column.name) in LET_GO:
            await self.connection.execute(update(own).where(column.in_(gone)).values({column: None}))
        elif not (own.name == child.column.table.name and column.name == child.column.name):
            await self.remove(own, column.in_(gone))

    async def _leave_to_the_pupil(self, column: Any, gone: list[Any]) -> None:  # noqa: ANN401  # a column of a table's own
        """Let the log go on without the plan."""
        if column.name == "plan_id":
            whose = select(col(Plan.pupil_id)).where(col(Plan.id) == Event.plan_id).scalar_subquery()
            logged = update(Event).where(col(Event.plan_id).in_(gone))
            await self.connection.execute(logged.values(pupil_id=func.coalesce(col(Event.pupil_id), whose)))
        await self.connection.execute(update(_table(Event)).where(column.in_(gone)).values({column: None}))

    async def _delete(self, table: Table, where: ColumnElement[bool]) -> None:
        """Delete rows, and count them."""
        done = await self.connection.execute(delete(table).where(where))
        self.counts[table.name] = self.counts.get(table.name, 0) + done.rowcount

    async def sweep(self, pupil: UUID) -> None:
        """Take away what only tells of what is gone: notices, mails that wait, archives that were made or brought."""
        named = [str(one) for one in self.ids]
        if named:
            found = or_(func.right(col(Notice.place), 36).in_(named), _table(Notice).c.counted.overlap(list(self.ids)))
            await self.remove(_table(Notice), found)
            links = col(Mail.text).like(func.any(array([f"%{one}%" for one in named])))
            await self.remove(_table(Mail), (col(Mail.state) == MailState.waiting) & links)
        await self._forget_archives(pupil)

    async def _forget_archives(self, pupil: UUID) -> None:
        """Remove the archives that were made or brought of a pupil: what is gone here may stand in them."""
        made, brought = select(col(PupilExport.id)), select(col(PupilImport.id))
        await self._delete(_table(ExportPiece), col(ExportPiece.owner_id).in_(made.where(col(PupilExport.pupil_id) == pupil)))
        await self._delete(_table(ImportPiece), col(ImportPiece.owner_id).in_(brought.where(col(PupilImport.pupil_id) == pupil)))
        there = update(PupilExport).where(col(PupilExport.pupil_id) == pupil, col(PupilExport.state) == ExportState.ready)
        await self.connection.execute(there.values(state=ExportState.gone, holds=[]))

    async def left(self) -> dict[str, int]:
        """Look everywhere for the ids of what is gone, and give where one still stands: nowhere, if all is well."""
        found: dict[str, int] = {}
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in TELLS and (wanted := _standing_in(table, list(self.ids))) is not None:
                count = int((await self.connection.execute(wanted)).scalar_one())
                found |= {table.name: count} if count else {}
        return found


def _table(model: type[SQLModel]) -> Table:
    """Give a model's table."""
    return model.__table__  # type: ignore[attr-defined,no-any-return]


def _standing_in(table: Table, ids: Collection[UUID]) -> Select[Any] | None:
    """Ask a table for ids, in its own key and in every column that could hold one; that no reference is left the database holds itself."""
    asked: list[ColumnElement[bool]] = []
    for column in table.columns:
        if isinstance(column.type, ARRAY) and isinstance(column.type.item_type, Uuid):
            asked.append(column.overlap(list(ids)))
        elif isinstance(column.type, Uuid) and not column.foreign_keys and (table.name, column.name) != ("text_update", "client"):
            asked.append(column.in_(ids))
    return select(func.count()).select_from(table).where(or_(*asked)) if asked else None
