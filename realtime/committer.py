"""Many edits, one transaction; each is acknowledged after the commit, and not before."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import asyncpg

from server.errors import Code

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from realtime.seats import Visitor
    from realtime.wire import Later
    from server.texts.update import Update

log = logging.getLogger("stegvis.committer")

MOST_TOGETHER = 500
"""Edits in one transaction."""
MOST_WAITING = 20_000
"""Edits that may wait; more are told to slow down, so that memory stays bounded while the database is slow."""
PATIENCE = 10.0
"""Seconds a transaction may take before it counts as failed."""

KEEP = """
WITH edit AS (
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::bigint[], $5::uuid[], $6::bytea[])
        WITH ORDINALITY AS e(text_id, epoch, client, op, person_id, payload, n)
), held AS MATERIALIZED (
    SELECT id, seq, epoch FROM text WHERE id = ANY($1) AND open ORDER BY id FOR UPDATE
), fresh AS (
    SELECT e.*, h.seq + row_number() OVER (PARTITION BY e.text_id ORDER BY e.n) AS seq
    FROM edit e JOIN held h ON h.id = e.text_id AND h.epoch = e.epoch
    WHERE NOT EXISTS (SELECT FROM text_update u WHERE u.text_id = e.text_id AND u.client = e.client AND u.op = e.op)
), counted AS (
    UPDATE text SET seq = last.seq FROM (SELECT text_id, max(seq) AS seq FROM fresh GROUP BY text_id) last
    WHERE text.id = last.text_id AND text.open
), kept AS (
    INSERT INTO text_update (text_id, seq, client, op, person_id, payload, at)
    SELECT text_id, seq, client, op, person_id, payload, now() FROM fresh
)
SELECT e.n, f.seq AS fresh, u.seq AS again, h.epoch AS epoch
FROM edit e
LEFT JOIN fresh f ON f.n = e.n
LEFT JOIN held h ON h.id = e.text_id
LEFT JOIN text_update u ON f.n IS NULL AND u.text_id = e.text_id AND u.client = e.client AND u.op = e.op
ORDER BY e.n
"""
"""One statement, so one transaction and one journey: hold the texts that are open, in the order of their ids (a lock of the plan holds them
in the same), pass over what is kept already, number the rest, keep it. A text that is closed or of another epoch takes nothing."""


@dataclass(slots=True)
class Edit:
    """A judged edit on its way to the database."""

    visitor: Visitor
    text: UUID
    plan: UUID
    epoch: int
    client: UUID
    op: int
    payload: bytes
    update: Update
    answer: Later


class Committer:
    """Takes edits, commits those that have gathered while the last commit was under way, answers and passes on."""

    def __init__(self, address: str, kept: Callable[[Edit, int], None], lost: Callable[[UUID], None]) -> None:
        """Take the database's address; `kept` hears of each new edit with its seq, `lost` of each text whose shape may be ahead of it."""
        self.address = address
        self.kept = kept
        self.lost = lost
        self.waiting: list[Edit] = []
        self.known: dict[tuple[UUID, UUID, int], Later] = {}
        self.wake = asyncio.Event()
        self.connection: asyncpg.Connection[Any] | None = None
        self.task: asyncio.Task[None] | None = None
        self.commits = 0

    def start(self) -> None:
        """Begin to work."""
        self.task = asyncio.get_running_loop().create_task(self._run(), name="committer")

    async def stop(self) -> None:
        """Finish what waits, then stop."""
        await asyncio.gather(*self.known.values(), return_exceptions=True)
        if self.task is not None:
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task
        await self._hang_up()

    @property
    def is_full(self) -> bool:
        """Whether no more can wait."""
        return len(self.waiting) >= MOST_WAITING

    def under_way(self, text: UUID, client: UUID, op: int) -> Later | None:
        """Give the answer that an edit sent before is still waiting for."""
        return self.known.get((text, client, op))

    def keep(self, edit: Edit) -> Later:
        """Take an edit; its answer comes after the commit."""
        self.known[edit.text, edit.client, edit.op] = edit.answer
        self.waiting.append(edit)
        self.wake.set()
        return edit.answer

    async def _run(self) -> None:
        """Commit what waits, over and over; edits that come meanwhile go together into the next."""
        while True:
            await self.wake.wait()
            batch, self.waiting = self.waiting[:MOST_TOGETHER], self.waiting[MOST_TOGETHER:]
            if not self.waiting:
                self.wake.clear()
            try:
                rows = await self._commit(batch)
            except Exception as error:  # noqa: BLE001  # whatever it is, the edits are answered and the next are tried
                log.warning("a commit of %d edits failed: %r", len(batch), error)
                await self._hang_up()
                self._fail(batch)
            else:
                self._answer(batch, rows)

    async def _commit(self, batch: list[Edit]) -> list[asyncpg.Record]:
        """Keep a batch; two processes that are sent the same edit at once are told apart by a second try."""
        columns = (
            [edit.text for edit in batch],
            [edit.epoch for edit in batch],
            [edit.client for edit in batch],
            [edit.op for edit in batch],
            [edit.visitor.person.id for edit in batch],
            [edit.payload for edit in batch],
        )
        self.commits += 1
        if self.connection is None or self.connection.is_closed():
            self.connection = await asyncpg.connect(self.address, timeout=PATIENCE, command_timeout=PATIENCE)
        try:
            return await self.connection.fetch(KEEP, *columns)
        except asyncpg.UniqueViolationError:
            return await self.connection.fetch(KEEP, *columns)

    async def _hang_up(self) -> None:
        """Drop the connection; the next commit makes another."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.terminate()

    def _fail(self, batch: list[Edit]) -> None:
        """Answer that the database is away; edits behind these build on them, so they are not kept either."""
        for edit in [*batch, *self._behind({edit.text for edit in batch})]:
            self._settle(edit, edit.visitor.refuse(Code.unavailable))

    def _behind(self, texts: set[UUID]) -> list[Edit]:
        """Take the edits out of the queue that were judged on top of what a text has not kept, and let its shape be read anew."""
        behind = [edit for edit in self.waiting if edit.text in texts]
        self.waiting = [edit for edit in self.waiting if edit.text not in texts]
        for text in texts:
            self.lost(text)
        return behind

    def _answer(self, batch: list[Edit], rows: list[asyncpg.Record]) -> None:
        """Acknowledge what was kept and pass it on; refuse what a closed text or another epoch did not take."""
        refused: set[UUID] = set()
        for edit, row in zip(batch, rows, strict=True):
            if row["fresh"] is not None:
                edit.visitor.refusals = 0
                self._settle(edit, {"ok": True, "seq": row["fresh"]})
                self.kept(edit, row["fresh"])
            elif row["again"] is not None:
                self._settle(edit, {"ok": True, "seq": row["again"]})
            else:
                refused.add(edit.text)
                self._settle(edit, edit.visitor.refuse(Code.epoch if row["epoch"] is not None else Code.locked))
        for edit in self._behind(refused):
            self._settle(edit, edit.visitor.refuse(Code.gap))

    def _settle(self, edit: Edit, answer: dict[str, object]) -> None:
        """Give an answer once."""
        self.known.pop((edit.text, edit.client, edit.op), None)
        edit.answer.give(answer)
