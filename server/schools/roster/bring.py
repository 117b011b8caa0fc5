"""Bringing a roster into its organisation: staged, checked, compared, and then written, whole or not at all.

Everything is done in the session's transaction and by sets of rows in the database, so that neither time nor memory goes by the
person. Nothing is written before `write`; a dry run is the same without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID  # noqa: TC003  # a field of a dataclass

from server.columns import now
from server.events import RosterApplied
from server.people.actions import local_day
from server.schools.roster.cells import shown
from server.schools.roster.names import listed, shy
from server.schools.roster.reasons import Reason
from server.schools.roster.records import BadRow
from server.schools.roster.report import MOST_BAD_ROWS, Counts, Report
from server.schools.roster.stage import driver_of, script, stage
from server.schools.roster.tell import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    import asyncpg
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.roster.formats import Source

MANY = 4
"""When one relation of so many would end it must be said twice."""
FEW = 20
"""Fewer than these may always end."""


@dataclass(frozen=True)
class Reach:
    """How far an import may reach: one organisation or, on the command line, the one that the roster names; some of its schools or all."""

    organisation: str = ""
    """The source's id of the organisation; empty where the roster says it."""
    schools: frozenset[UUID] | None = None
    """Those that may be touched, or None for all."""


def _quiet(_step: str, _rows: int) -> None:
    """Tell nobody how far it is."""


@dataclass
class Bringing:
    """One import under way."""

    session: AsyncSession
    driver: asyncpg.Connection[Any]
    source: Source
    at: datetime
    progress: Callable[[str, int], None] = _quiet

    async def look(self, reach: Reach) -> Report:
        """Read, check and compare; say what would change. Two imports of the same organisation go one after the other."""
        await self.driver.execute(script("stage"))
        await stage(self.driver, self.source.records, lambda rows: self.progress("reading", rows))
        await self._begin(reach)
        self.progress("checking", 0)
        for name in self.source.folds:
            await self.driver.execute(script(name))
        await self.driver.execute(script("check"))
        torn = await self.driver.fetchval("SELECT EXISTS (SELECT FROM staged_torn)")
        if reach.schools is not None and not torn:
            await self.driver.execute(script("check_schools"))
        if await self.driver.fetchval("SELECT EXISTS (SELECT FROM staged_bad)"):
            return await self._faults()
        self.progress("comparing", 0)
        for name in ("ties", "plan", "said", "late", "plan_relations"):
            await self.driver.execute(script(name))
        return await self._report()

    async def _begin(self, reach: Reach) -> None:
        """Note for whom and when; wait for another import of the same organisation."""
        await self.driver.execute("SELECT pg_advisory_xact_lock(hashtext('stegvis roster'))")
        known = await self.driver.fetchrow("SELECT id, name FROM organisation WHERE source_id = $1", reach.organisation)
        await self.driver.execute(
            "INSERT INTO import VALUES ($1, $2, $3, $4, $5, $6)",
            self.at,
            local_day(self.at),
            known["id"] if known else None,
            reach.organisation,
            known["name"] if known else reach.organisation,
            list(reach.schools) if reach.schools is not None else None,
        )

    async def _faults(self) -> Report:
        """Tell what cannot be used: the first of it, and how many rows and files that is in all."""
        rows = await self.driver.fetch("SELECT * FROM staged_bad ORDER BY line > 0, file, line, field, reason LIMIT $1", MOST_BAD_ROWS)
        count = "SELECT count(DISTINCT (file, line)), count(DISTINCT file) FILTER (WHERE line = 0) FROM staged_bad"
        every, files = await self.driver.fetchrow(count)  # type: ignore[misc]
        names = self.source.names
        return Report(
            bad_rows=tuple(
                BadRow(
                    one["file"],
                    one["line"],
                    Reason(one["reason"]),
                    names.get(one["field"], one["field"]),
                    shown(one["value"] or ""),
                    shown(one["who"] or ""),
                )
                for one in rows
            ),
            bad_row_count=every,
            bad_file_count=files,
            template="fold_template" in self.source.folds,
        )

    async def _report(self) -> Report:
        """Count what is planned, and name the first of it."""
        counts = {row["what"]: row for row in await self.driver.fetch(script("counts"))}
        kept, ends, held, late = await self.driver.fetchrow(script("brake"))  # type: ignore[misc]
        admins, nobody = await self.driver.fetchrow(script("admins"))  # type: ignore[misc]
        return Report(
            people=_counts(counts["people"]),
            classes=_counts(counts["classes"]),
            relations=_counts(counts["relations"]),
            kept_ended=kept,
            last_year=late,
            many_end=ends >= FEW and ends * MANY > held,
            admins_end=tuple(str(one) for one in admins),
            nobody_administers=nobody,
            schools=tuple(str(row["id"]) for row in await self.driver.fetch("SELECT id FROM planned_school ORDER BY name")),
            organisation=await self.driver.fetchval("SELECT source_id FROM planned_organisation"),
            mark=await self.driver.fetchval(script("mark")),
            lists=await listed(self.driver),
            shy=await shy(self.driver),
        )

    async def write(self, actor: UUID | None, applied: RosterApplied) -> None:
        """Write what was planned, and tell it; the caller commits."""
        self.progress("writing", 0)
        await self.driver.execute(script("apply"))
        await tell(self.session, self.driver, actor, applied)


def _counts(row: Mapping[str, int]) -> Counts:
    """Make counts of a row."""
    return Counts(row["new"], row["changed"], row["ended"], row["unchanged"])


async def bringing(
    session: AsyncSession, source: Source, at: datetime | None = None, progress: Callable[[str, int], None] = _quiet
) -> Bringing:
    """Begin an import in a session's transaction."""
    return Bringing(session, await driver_of(session), source, at or now(), progress)


async def load(session: AsyncSession, source: Source, reach: Reach | None = None, at: datetime | None = None) -> Report:
    """Bring a roster in at once, where there is nobody to ask; the caller commits. With bad rows nothing is written."""
    one = await bringing(session, source, at)
    report = await one.look(reach or Reach())
    if not report.bad_row_count:
        await one.write(None, RosterApplied())
    return report
