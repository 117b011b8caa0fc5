"""`stegvis import`: a roster from a path or an address, its report in words or as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.db import connect
from server.events import RosterApplied
from server.schools.models import Organisation
from server.schools.roster.bring import Reach, bringing
from server.schools.roster.formats import source
from server.schools.roster.reasons import REASON
from server.schools.roster.report import Ask, Report
from server.schools.roster.template import COLUMNS

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession


_STOPPED = {
    Ask.many: "{n} relations would end, more than a quarter of all.",
    Ask.nobody: "Nobody would be left who administers anything.",
}


@dataclass(frozen=True)
class Order:
    """What was asked for on the command line."""

    where: str
    token: str = ""
    organisation: str = ""
    dry_run: bool = False
    force: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    report: Report
    applied: bool
    stopped: str = ""
    """Why nothing was written though no row is bad."""

    def well(self, order: Order) -> bool:
        """Whether all is well: every row could be used, and what was asked for was done."""
        return not self.report.bad_row_count and not self.stopped and (self.applied or order.dry_run)


async def run(address: str, order: Order) -> Outcome:
    """Import into the database at an address."""
    database = connect(address, 2)
    try:
        async with database.session() as session:
            return await _run(session, order)
    finally:
        await database.engine.dispose()


async def _run(session: AsyncSession, order: Order) -> Outcome:
    """Look, then write, unless something stands against it."""
    known = list(await session.exec(select(col(Organisation.source_id)).order_by(Organisation.source_id)))
    with source(order.where, order.token) as roster:
        only = known[0] if len(known) == 1 and "fold_template" in roster.folds else ""
        reach = Reach(order.organisation or only)
        if "fold_template" in roster.folds and not reach.organisation:
            return Outcome(
                Report(), applied=False, stopped="A spreadsheet does not say whose it is: name the organisation with --organisation."
            )
        one = await bringing(session, roster)
        report = await one.look(reach)
        if (asked := report.asks(None)) and not order.force:
            stopped = " ".join(_STOPPED[one].format(n=report.relations.ended) for one in Ask if one in asked)
            return Outcome(report, applied=False, stopped=f"{stopped} If that is right, say so with --force.")
        if report.bad_row_count or order.dry_run:
            return Outcome(report, applied=False)
        await one.write(None, RosterApplied())
        await session.commit()
        return Outcome(report, applied=True)


def as_json(outcome: Outcome, order: Order) -> str:
    """Write the report for programs; the reasons are codes and, beside them, sentences."""
    report = outcome.report
    said: dict[str, Any] = {
        "ok": outcome.well(order),
        "dry_run": order.dry_run,
        "applied": outcome.applied,
        "organisation": report.organisation,
        **{name: asdict(getattr(report, name)) for name in ("people", "classes", "relations")},
        "kept_ended": report.kept_ended,
        "last_year": report.last_year,
        "many_end": report.many_end,
        "admins_end": len(report.admins_end),
        "nobody_administers": report.nobody_administers,
        "bad_row_count": report.bad_row_count,
        "bad_rows": [
            {
                "file": one.file,
                "line": one.line,
                "column": _heading(report, one.field),
                "value": one.value,
                "reason": REASON[one.reason],
                "code": one.reason,
            }
            for one in report.bad_rows
        ],
        **({"stopped": outcome.stopped} if outcome.stopped else {}),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _heading(report: Report, field: str) -> str:
    """Give a column as its file calls it; the template's own in English, as all that the command says."""
    return COLUMNS[field][1] if report.template and field in COLUMNS else field


def in_words(outcome: Outcome, order: Order) -> str:
    """Write the report for people."""
    report, lines = outcome.report, []
    for one in report.bad_rows:
        where = f"{one.file}:{one.line}" if one.line else one.file
        cell = f"{_heading(report, one.field)}{f' “{one.value}”' if one.value else ''}: " if one.field else ""
        lines.append(f"{where}: {cell}{REASON[one.reason]}")
    if (more := report.bad_row_count - len({(one.file, one.line) for one in report.bad_rows})) > 0:
        lines.append(f"... and {more} more")
    if report.bad_row_count:
        lines.append("Nothing was changed.")
    else:
        for name in ("people", "classes", "relations"):
            counts = asdict(getattr(report, name))
            lines.append(f"{name:<10} " + "  ".join(f"{count} {what}" for what, count in counts.items()))
        if report.kept_ended:
            lines.append(f"{report.kept_ended} relations that the roster names were ended by hand and stay ended")
        if report.last_year:
            stay = "they stay in the classes that they have stepped to"
            lines.append(f"This roster still has last year's classes: it names {report.last_year} pupils in them, and {stay}.")
        done = "Nothing was changed: a dry run." if order.dry_run else "Nothing was changed."
        lines.append(outcome.stopped or ("Done." if outcome.applied else done))
    return "\n".join(lines)
