"""Making the archives that are waited for: once each, on whichever process looks first, again from the beginning where one has died."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col, select

from server.columns import now
from server.exports.actions.about import take_pupil
from server.exports.actions.asking import DAYS, purpose_now
from server.exports.actions.gathering import take_plan
from server.exports.actions.pieces import keep
from server.exports.actions.printing import print_versions
from server.exports.actions.taking import Taking
from server.exports.archive.schema import schema
from server.exports.archive.shape import ADDRESS, FORMAT, KIND, Manifest
from server.exports.archive.zipped import Zipped
from server.exports.models import ExportPiece, ExportState, PupilExport, Purpose
from server.people.actions import act_as, whereabouts
from server.people.models import Person
from server.plans.actions.earlier import plans_seen
from server.work import Work

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from server.config import Settings
    from server.db import Database

log = logging.getLogger("stegvis.exports")
MOST_TRIES = 3


async def make_all(database: Database, settings: Settings) -> None:
    """Make every archive that is waited for, one after another."""
    while (key := await _next(database)) is not None:
        try:
            await print_versions(database, settings, key)
            await _make(database, settings, key)
        except Exception:
            log.exception("an archive was not made")


async def _next(database: Database) -> UUID | None:
    """Give the archive that has waited longest, its tries counted; what has been tried too often is given up."""
    waits = col(PupilExport.state) == ExportState.waiting
    async with database.session() as session:
        spent = waits & (col(PupilExport.tries) >= MOST_TRIES)
        free = select(PupilExport.id).where(spent).with_for_update(skip_locked=True)
        await session.exec(update(PupilExport).where(col(PupilExport.id).in_(free)).values(state=ExportState.failed))
        wanted = select(PupilExport).where(waits).order_by(col(PupilExport.at)).limit(1).with_for_update(skip_locked=True)
        found = (await session.exec(wanted)).first()
        if found is not None:
            found.tries += 1
        await session.commit()
        return found.id if found else None


async def _make(database: Database, settings: Settings, key: UUID) -> None:
    """Make one archive, as everything stood at one moment; its row is held meanwhile, so nobody else makes it."""
    async with database.session() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        held = select(PupilExport).where(PupilExport.id == key, PupilExport.state == ExportState.waiting)
        export = (await session.exec(held.with_for_update(skip_locked=True))).first()
        if export is None:
            return
        at = now()
        session.expunge(export)
        with Zipped() as zipped:
            work = Work(session, await act_as(session, await session.get_one(Person, export.asked_by)))
            taking = await _taking(work, zipped, export)
            done: dict[str, object] = {"state": ExportState.failed}
            if taking is not None:
                await fill(taking, settings, export.purpose, at)
                size, sha256 = await keep(session, ExportPiece, key, zipped.pieces())
                done = {"state": ExportState.ready, "made": at, "expires": at + DAYS, "size": size, "sha256": sha256}
                done["holds"] = sorted(taking.holds)
        await session.exec(update(PupilExport).where(col(PupilExport.id) == key).values(**done))
        await session.commit()


async def _taking(work: Work, zipped: Zipped, export: PupilExport) -> Taking | None:
    """Begin to take out, if whoever asked for it still may."""
    pupil = await work.session.get_one(Person, export.pupil_id)
    places = await whereabouts(work.session, pupil.id)
    if purpose_now(work.actor, pupil, places) is not export.purpose:
        return None
    return Taking(work, zipped, pupil, places, export.with_identity)


async def fill(taking: Taking, settings: Settings, purpose: Purpose, at: datetime) -> None:
    """Fill an archive: each plan, then whom they name, the schema, and the manifest with the SHA-256 of all of it."""
    for plan, _ in reversed(await plans_seen(taking.work, taking.pupil.id)):
        await take_plan(taking, plan)
    await take_pupil(taking)
    await taking.add("schema.json", schema())
    manifest = Manifest(
        stegvis=KIND,
        format=FORMAT,
        schema_address=f"{settings.address}{ADDRESS}",
        made=at,
        purpose=purpose,
        pupil=taking.pupil.id,
        left_out=["identity"] if taking.hides else [],
        files=taking.written,
    )
    await taking.add("manifest.json", manifest.model_dump_json(indent=1).encode())
    taking.end()
