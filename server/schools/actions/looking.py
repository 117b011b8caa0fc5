"""What is known of the imports: how a report is kept, which there are, and whether one still lives."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import col, select

from server.schools.models import ImportState, RosterImport

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from server.schools.roster.report import Report
    from server.work import Work

A_PAGE = 10
"""Imports that stand on one page."""
WORKING = (ImportState.reading, ImportState.applying)


def lock_of(key: UUID) -> int:
    """Give the lock of an import."""
    return key.int % 2**63


def written(report: Report) -> dict[str, Any]:
    """Write a report as it is kept."""
    return asdict(report) | {"bad_rows": [one._asdict() for one in report.bad_rows]}


def as_seen(report: dict[str, Any], granted: Collection[UUID]) -> dict[str, Any]:
    """Give a report as somebody may read it: without the protected pupils they are not granted, in the lists and in the numbers too."""
    unseen: Counter[str] = Counter()
    for pupil, counts in report.get("shy", {}).items():
        if UUID(pupil) not in granted:
            unseen.update(counts)
    seen = report | {"shy": {}, "last_year": report.get("last_year", 0) - unseen["last_year"]}
    for what in ("people", "relations"):
        if what in report:
            seen[what] = {name: count - unseen[f"{what}.{name}"] for name, count in report[what].items()}
    lists = {}
    for name, found in report.get("lists", {}).items():
        rows = [row for row in found["rows"] if not row.get("of") or UUID(row["of"]) in granted]
        if rows:
            lists[name] = {"rows": rows, "total": found["total"] - unseen[f"list.{name}"]}
    return seen | {"lists": lists}


@dataclass(frozen=True)
class Faults:
    """Everything that is wrong with one row, or with a file as a whole."""

    file: str
    line: int
    who: str
    faults: list[dict[str, Any]]


def faults_of(report: dict[str, Any], *, whole: bool) -> list[Faults]:
    """Give what cannot be used, row by row; what stands in the file itself, and about whom, only to whoever has the file."""
    rows = report.get("bad_rows", [])
    return [
        Faults(file, line, who if whole else "", [one if whole else one | {"value": ""} for one in found])
        for (file, line, who), found in (
            (key, list(group)) for key, group in groupby(rows, key=lambda one: (one["file"], one["line"], one.get("who", "")))
        )
    ]


def safe_name(name: str) -> str:
    """Give an uploaded file's own name, as far as it can be a file's name here."""
    return re.sub(r"[^\w.\- ]", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".")[-80:] or "roster"


async def see_if_alive(work: Work, one: RosterImport) -> None:
    """Mark an import broken off whose process is gone: its lock can be had."""
    if one.state in WORKING and (await work.session.exec(select(func.pg_try_advisory_xact_lock(lock_of(one.id))))).one():
        await work.session.refresh(one)
        if one.state in WORKING:
            one.state = ImportState.broken


async def latest(work: Work, sees: Callable[[RosterImport], bool], page: int = 1) -> tuple[list[RosterImport], bool]:
    """Give a page of the imports that somebody may see, the last first, and whether there are older ones."""
    wanted = select(RosterImport).where(RosterImport.organisation_id == work.actor.person.organisation_id)
    rows = await work.session.exec(wanted.options(defer(RosterImport.report)).order_by(col(RosterImport.at).desc()))  # type: ignore[arg-type]
    seen = [one for one in rows if sees(one)]
    return seen[(page - 1) * A_PAGE : page * A_PAGE], len(seen) > page * A_PAGE
