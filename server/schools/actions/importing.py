"""Bringing in an uploaded roster beside the requests: the dry run, then, when it is wanted, the real one."""

from __future__ import annotations

import asyncio
import logging
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, update
from sqlmodel import col, select

from server.db import connect
from server.events import RosterApplied
from server.schools.actions.looking import WORKING, lock_of, written
from server.schools.models import ImportState, RosterImport
from server.schools.roster.bring import Reach, bringing
from server.schools.roster.formats import source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.datastructures import UploadFile

    from server.schools.roster.formats import Source
    from server.schools.roster.report import Ask
    from server.work import News

log = logging.getLogger("stegvis.import")

NOTE = 0.5
"""Seconds between two notes of how far it is."""
MOST_AT_ONCE = 3


@dataclass(frozen=True)
class Order:
    """What is to be done, for whom."""

    key: UUID
    actor: UUID
    reach: Reach
    path: Path
    apply: bool = False
    sure: frozenset[Ask] = frozenset()
    """What was asked apart and said yes to."""


@dataclass
class Imports:
    """The imports under way in this process.

    Each holds a lock in the database for as long as it lives, so that everybody sees when it has died.
    """

    address: str
    folder: Path
    announce: Callable[[list[News]], None]
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def busy(self) -> bool:
        """Whether there are as many as may be."""
        return len(self.tasks) >= MOST_AT_ONCE

    def path(self, one: RosterImport) -> Path:
        """Say where an uploaded file is kept."""
        return self.folder / str(one.id) / one.file_name

    async def keep(self, key: UUID, name: str, upload: UploadFile) -> None:
        """Write an upload down, for nobody else's eyes."""
        place = self.folder / str(key)
        await asyncio.to_thread(place.mkdir, 0o700, parents=True)
        with (place / name).open("xb") as kept:
            while chunk := await upload.read(256 * 1024):
                await asyncio.to_thread(kept.write, chunk)

    def forget(self, key: UUID) -> None:
        """Remove an uploaded file."""
        shutil.rmtree(self.folder / str(key), ignore_errors=True)

    async def begin(self, order: Order) -> None:
        """Begin, and come back when the import holds its lock."""
        begun = asyncio.Event()
        task = asyncio.create_task(self._run(order, begun))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        await begun.wait()

    async def stop(self) -> None:
        """Break off what is under way; nothing of it is kept."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _run(self, order: Order, begun: asyncio.Event) -> None:
        """Do the work on connections of its own; whatever happens, say how it ended."""
        database = connect(self.address, 2)
        try:
            async with database.session() as session, database.session() as notes:
                try:
                    await session.exec(select(func.pg_advisory_xact_lock(lock_of(order.key))))
                    begun.set()
                    await self._work(session, notes, order)
                except BaseException:
                    await session.rollback()
                    await notes.rollback()
                    await _note(notes, order.key, state=ImportState.broken)
                    raise
        except Exception:
            log.exception("an import broke off")
        finally:
            begun.set()
            await database.engine.dispose()

    async def _work(self, session: AsyncSession, notes: AsyncSession, order: Order) -> None:
        """Look, and when that is wanted and nothing stands against it, write."""
        with source(order.path) as roster:
            at: dict[str, Any] = {}
            over = asyncio.Event()
            noting = asyncio.create_task(_keep_noting(notes, order.key, roster, at, over))
            try:
                one = await bringing(session, roster, progress=lambda step, rows: at.update(step=step, rows=rows or at.get("rows", 0)))
                report = await one.look(order.reach)
                before = (await session.exec(select(col(RosterImport.report)).where(RosterImport.id == order.key))).one()
                same = before.get("mark") == report.mark
                if order.apply and same and not report.bad_row_count and report.asks(order.actor) <= order.sure:
                    await one.write(order.actor, RosterApplied(roster_import=order.key))
                    over.set()
                    await noting
                    await _change(session, order.key, state=ImportState.applied, report=written(report))
                    await session.commit()
                    self.forget(order.key)
                    self.announce([])
                    return
            finally:
                over.set()
                await noting
        state = ImportState.refused if report.bad_row_count else ImportState.ready
        await _note(notes, order.key, state=state, report=written(report), changed_meanwhile=order.apply and not same)


async def _keep_noting(notes: AsyncSession, key: UUID, roster: Source, at: dict[str, Any], over: asyncio.Event) -> None:
    """Note now and then how far it is, until it is over."""
    while not over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), NOTE)
            return
        await _note(notes, key, done=roster.read, **at)


async def _note(notes: AsyncSession, key: UUID, **values: object) -> None:
    """Note something at once, whatever becomes of the work."""
    await _change(notes, key, **values)
    await notes.commit()


async def _change(session: AsyncSession, key: UUID, **values: object) -> None:
    """Change an import that has not ended."""
    await session.exec(update(RosterImport).where(col(RosterImport.id) == key, col(RosterImport.state).in_(WORKING)).values(**values))
