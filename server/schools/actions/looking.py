"""What is known of the imports: how a report is kept, which there are, and whether one still lives."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from server.schools.models import ImportState, RosterImport

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from server.schools.roster.report import Report
    from server.work import Work

WORKING = (ImportState.reading, ImportState.applying)


def lock_of(key: UUID) -> int:
    """Give the lock of an import."""
    return key.int % 2**63


def written(report: Report) -> dict[str, Any]:
    """Write a report as it is kept."""
    return asdict(report) | {"bad_rows": [one._asdict() for one in report.bad_rows]}


def safe_name(name: str) -> str:
    """Give an uploaded file's own name, as far as it can be a file's name here."""
    return re.sub(r"[^\w.\- ]", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).lstrip(".")[-80:] or "roster"


async def see_if_alive(work: Work, one: RosterImport) -> None:
    """Mark an import broken off whose process is gone: its lock can be had."""
    if one.state in WORKING and (await work.session.exec(select(func.pg_try_advisory_xact_lock(lock_of(one.id))))).one():
        await work.session.refresh(one)
        if one.state in WORKING:
            one.state = ImportState.broken


async def latest(work: Work, sees: Callable[[RosterImport], bool], most: int = 10) -> list[RosterImport]:
    """Give the last imports that somebody may see."""
    wanted = select(RosterImport).where(RosterImport.organisation_id == work.actor.person.organisation_id)
    rows = await work.session.exec(wanted.order_by(col(RosterImport.at).desc()).limit(50))
    return [one for one in rows if sees(one)][:most]
