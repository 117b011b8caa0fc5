"""Making the archives that are waited for: once each, on whichever process looks first, again from the beginning where one has died."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import func, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col, select

from server.columns import now
from server.exports.actions.about import take_pupil
from server.exports.actions.asking import DAYS, purpose_now
from server.exports.actions.gathering import take_plan
from server.exports.actions.pieces import keep
from server.exports.actions.printing import print_for
from server.exports.actions.taking import Taking
from server.exports.archive.schema import schema
from server.exports.archive.shape import ADDRESS, FORMAT, KIND, Manifest
from server.exports.archive.zipped import Zipped
from server.exports.models import ExportPiece, ExportState, PupilExport, Purpose
from server.people.actions import act_as, whereabouts
from server.people.models import Person
from server.plans.actions.earlier import plans_seen
from server.plans.models import Plan
from server.work import Work

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.db import Database

log = logging.getLogger("stegvis.exports")
MOST_TRIES = 3
MOST_AHEAD = 20


async def make_all(database: Database, settings: Settings) -> None:
    """Make every archive that is waited for, one after another; those that another process makes are passed over."""
    while True:
        async with database.session() as holding:
            if (key := await _hold(holding)) is None:
                return
            await _try(database, settings, key)


async def _hold(session: AsyncSession) -> UUID | None:
    """Give the archive that has waited longest and that nobody makes; it is held until this transaction ends, or its process dies."""
    waits = select(PupilExport.id).where(col(PupilExport.state) == ExportState.waiting)
    for key in (await session.exec(waits.order_by(col(PupilExport.at)).limit(MOST_AHEAD))).all():
        lock = select(func.pg_try_advisory_xact_lock(func.hashtextextended(f"export {key}", 0)))
        if (await session.exec(lock)).one() and (await session.exec(waits.where(PupilExport.id == key))).first():
            return key
    return None


async def _try(database: Database, settings: Settings, key: UUID) -> None:
    """Make an archive that is held; one that has been tried too often is given up."""
    async with database.session() as session:
        export = await session.get_one(PupilExport, key, with_for_update=True)
        export.tries += 1
        if export.tries > MOST_TRIES:
            export.state = ExportState.failed
        await session.commit()
    if export.state is ExportState.waiting:
        try:
            await print_for(database, settings, export.pupil_id, export.language)
            await _make(database, settings, export)
        except Exception:
            log.exception("an archive was not made")


async def _make(database: Database, settings: Settings, export: PupilExport) -> None:
    """Make one archive, as everything stood at one moment."""
    async with database.session() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        at = now()
        with Zipped() as zipped:
            work = Work(session, await act_as(session, await session.get_one(Person, export.asked_by)))
            taking = await _taking(work, zipped, export)
            done: dict[str, object] = {"state": ExportState.failed}
            if taking is not None:
                await fill(taking, settings, export.purpose, at)
                size, sha256 = await keep(session, ExportPiece, export.id, zipped.pieces())
                done = {"state": ExportState.ready, "made": at, "expires": at + DAYS, "size": size, "sha256": sha256}
                done["holds"] = sorted(taking.holds)
        still = update(PupilExport).where(col(PupilExport.id) == export.id, col(PupilExport.state) == ExportState.waiting)
        if (await session.exec(still.values(**done))).rowcount:
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
    for plan in await _plans(taking):
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


async def _plans(taking: Taking) -> list[Plan]:
    """Give the plans to take out, oldest first; the operator's also those that the pupil has left behind at another school."""
    if not taking.whole:
        return [plan for plan, _ in reversed(await plans_seen(taking.work, taking.pupil.id))]
    plans = list(
        await taking.work.session.exec(select(Plan).where(Plan.pupil_id == taking.pupil.id).order_by(col(Plan.begun), col(Plan.id)))
    )
    for plan in plans:
        set_committed_value(plan, "at_schools", None)
    return plans
