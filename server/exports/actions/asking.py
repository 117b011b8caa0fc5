"""Asking for an archive, giving it to whoever asked, and taking it away again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.errors import UnknownError
from server.exports.actions.judging import ids_of, rows_of
from server.exports.actions.pieces import forget
from server.exports.actions.taking import Taking
from server.exports.events import ExportAsked, ExportFetched, RecordTakenOut
from server.exports.models import BroughtState, ExportPiece, ExportState, ImportPiece, PupilExport, PupilImport, Purpose
from server.exports.policy import purpose_of
from server.people.actions import local_day, newest_plan, whereabouts
from server.people.actions.age import is_of_age
from server.people.models import Person, Picture
from server.plans.actions.earlier import plans_seen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.db import Database
    from server.people.actions import PupilAt
    from server.people.policy import Actor
    from server.work import Work

DAYS = timedelta(days=7)
"""How long a made archive can be fetched."""
BROUGHT_FOR = timedelta(days=1)
"""How long one that was brought waits to be applied."""
LISTED = 10


def purpose_now(actor: Actor, pupil: Person, places: Iterable[PupilAt]) -> Purpose | None:
    """Say for what somebody may take out everything of a pupil, now."""
    of_age = is_of_age(pupil.born, local_day(now()))
    found = {purpose_of(actor, place, of_age=of_age) for place in places}
    return next((one for one in Purpose if one in found), None)


async def ask(work: Work, pupil: Person, key: UUID, wanted: PupilExport) -> PupilExport:
    """Ask for an archive; the same form sent twice asks once, and while one is waited for no second is made."""
    await work.once(pupil.id)
    asked = PupilExport.pupil_id == pupil.id, PupilExport.asked_by == work.actor.id
    waits = col(PupilExport.state) == ExportState.waiting
    found = (await work.session.exec(select(PupilExport).where(*asked, waits | (col(PupilExport.id) == key)))).first()
    if found is not None:
        return found
    work.session.add(wanted)
    await work.session.flush()
    work.tell(ExportAsked(pupil=pupil.id, export=wanted.id, reason=wanted.reason))
    return wanted


async def asked_for(work: Work, pupil: UUID) -> list[PupilExport]:
    """Give the archives of a pupil that the actor has asked for, newest first."""
    wanted = select(PupilExport).where(PupilExport.pupil_id == pupil, PupilExport.asked_by == work.actor.id)
    return list(await work.session.exec(wanted.order_by(col(PupilExport.at).desc()).limit(LISTED)))


async def fetch(work: Work, export: PupilExport) -> bool:
    """Say whether an archive may be fetched now, and note that it is; of one that holds what is gone, or hidden by now, nothing is left.

    Raises:
        UnknownError: it is not there to be fetched.
    """
    if export.state is not ExportState.ready:
        raise UnknownError
    if export.expires is None or export.expires <= now() or not await _still_holds(work, export):
        await remove(work.session, export)
        return False
    export.fetched = now()
    work.tell(ExportFetched(pupil=export.pupil_id, export=export.id))
    if export.purpose is Purpose.moving and (plan := await newest_plan(work.session, export.pupil_id)) is not None:
        work.tell(RecordTakenOut(plan=plan, pupil=export.pupil_id, export=export.id))
    return True


async def remove(session: AsyncSession, export: PupilExport) -> None:
    """Remove an archive; that there was one stays known."""
    await forget(session, ExportPiece, [export.id])
    export.state, export.holds = ExportState.gone, []


async def _still_holds(work: Work, export: PupilExport) -> bool:
    """Whether all that an archive holds is still there, and still for its owner to read."""
    pupil = await work.session.get_one(Person, export.pupil_id)
    places = await whereabouts(work.session, pupil.id)
    if purpose_now(work.actor, pupil, places) is not export.purpose:
        return False
    taking = Taking(work, None, pupil, places, export.with_identity)
    there: set[str] = set()
    for plan, _ in await plans_seen(work, pupil.id):
        there |= ids_of(await rows_of(taking, plan))
    return set(export.holds) <= there | await picture_mark(work.session, pupil.id)


async def picture_mark(session: AsyncSession, pupil: UUID) -> set[str]:
    """Give by what a pupil's picture is known, if there is one."""
    marks = await session.exec(select(Picture.mark).where(Picture.id == pupil))
    return {f"picture {mark}" for mark in marks}


async def forget_old(database: Database) -> dict[str, int]:
    """Remove archives whose time is over, and those that were brought and that nobody came back for; many processes may do so at once."""
    over = select(PupilExport).where(PupilExport.state == ExportState.ready, col(PupilExport.expires) <= now())
    left = select(PupilImport).where(PupilImport.state == BroughtState.ready, col(PupilImport.at) <= now() - BROUGHT_FOR)
    async with database.session() as session:
        exports = list(await session.exec(over.with_for_update(skip_locked=True)))
        imports = list(await session.exec(left.with_for_update(skip_locked=True)))
        for export in exports:
            await remove(session, export)
        for one in imports:
            one.state, one.report = BroughtState.dropped, {}
        await forget(session, ImportPiece, [one.id for one in imports])
        await session.commit()
    return {"archives": len(exports), "brought archives": len(imports)}
