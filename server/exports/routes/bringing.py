"""Where a principal brings in what another school has handed over: uploading, the dry run's report, applying, dropping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from server.columns import now
from server.errors import UnknownError
from server.exports import policy
from server.exports.actions.bringing import Bringing, Report, bring, class_of
from server.exports.actions.pieces import forget, keep, laid_out
from server.exports.events import RecordBroughtIn
from server.exports.models import BroughtState, ImportPiece, PupilImport
from server.exports.routes.uploading import Uploaded, pieces_of
from server.guard import takes
from server.people.actions import by_name, in_force
from server.people.models import Person, Relation, RelationKind
from server.people.policy import may_see_listed, may_see_school
from server.schools.actions import safe_name
from server.schools.models import Class, School
from server.web import begin, go, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

MOST_UPLOAD = 256 * 1024**2
"""Bytes of an uploaded archive: files in it are at most 10 MB each, and packed already."""
LATEST = 10


async def _school(work: Work, request: Request) -> School:
    """Give the school into which something is brought."""
    return await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_bring_in)


async def show_imports(request: Request) -> Response:
    """Show where an archive is brought, and the last ones."""
    async with begin(request) as work:
        school = await _school(work, request)
        rows = await work.session.exec(
            select(PupilImport)
            .where(PupilImport.school_id == school.id, PupilImport.brought_by == work.actor.id)
            .order_by(col(PupilImport.at).desc())
            .limit(LATEST)
        )
        return await show(work, request, "exports/imports.html", school=school, pupils=await _pupils(work, school), imports=list(rows))


async def _pupils(work: Work, school: School) -> list[Person]:
    """Give the school's pupils whom the actor may know of."""
    wanted = (
        select(Person)
        .join(Relation, col(Relation.person_id) == Person.id)
        .join(Class, col(Class.id) == Relation.class_id)
        .where(Class.school_id == school.id, Relation.kind == RelationKind.pupil_in, in_force(now()))
        .distinct()
    )
    return sorted((one for one in await work.session.exec(wanted) if may_see_listed(work.actor, one)), key=by_name)


@takes(MOST_UPLOAD)
async def upload(request: Request) -> Response:
    """Take an archive for one pupil, and say what it would write. Who asks is judged before a byte of it is read."""
    async with begin(request) as work:
        await _school(work, request)
    async with Uploaded(request) as (file, pupil), begin(request) as work:
        school = await _school(work, request)
        into = await _into(work, school, pupil)
        one = PupilImport(
            id=uuid4(),
            organisation_id=school.organisation_id,
            school_id=school.id,
            pupil_id=into.pupil.id,
            brought_by=work.actor.id,
            file_name=safe_name(file.filename or ""),
        )
        report = await bring(work.session, file.file, into, dry=True)
        one.report, one.state = report.said(), BroughtState.refused if report.refused else BroughtState.ready
        work.session.add(one)
        await work.session.flush()
        if not report.refused:
            file.file.seek(0)
            one.size, one.sha256 = await keep(work.session, ImportPiece, one.id, pieces_of(file.file))
            work.session.add(one)
    return go(f"/pupil-imports/{one.id}")


async def _into(work: Work, school: School, pupil: UUID) -> Bringing:
    """Say for whom something is brought.

    Raises:
        UnknownError: the pupil does not go to this school, or the actor may not know of them.
    """
    klass = await class_of(work.session, pupil, school.id)
    person = await work.find(Person, pupil, see=lambda actor, one: klass is not None and may_see_listed(actor, one))
    if klass is None:
        raise UnknownError
    return Bringing(person, klass, work.actor.id)


async def _context(work: Work, request: Request) -> dict[str, Any]:
    """Gather what an import's page shows."""
    one = await _find(work, request)
    return {
        "one": one,
        "report": one.report,
        "pupil": await work.session.get_one(Person, one.pupil_id),
        "school": await work.session.get_one(School, one.school_id),
    }


async def _find(work: Work, request: Request, *, lock: bool = False) -> PupilImport:
    """Find what the actor has brought."""
    return await work.find(PupilImport, key(request, "pupil_import"), see=policy.may_see_import, lock=lock)


async def show_import(request: Request) -> Response:
    """Show what an archive would write, or has written."""
    async with begin(request) as work:
        return await show(work, request, "exports/import.html", **await _context(work, request))


async def apply(request: Request) -> Response:
    """Write what the dry run has said, judged anew; twice at once writes it once."""
    async with begin(request) as work:
        one = await _find(work, request, lock=True)
        if one.state is BroughtState.ready:
            school = await work.find(School, one.school_id, see=may_see_school, may=policy.may_bring_in)
            into = await _into(work, school, one.pupil_id)
            report = await _write(work, one, into)
            work.session.add(one)
            one.report = report.said()
            one.state = BroughtState.refused if report.refused else BroughtState.applied
            await forget(work.session, ImportPiece, [one.id])
            if not report.refused:
                work.tell(RecordBroughtIn(pupil=one.pupil_id, brought=one.id))
    return go(f"/pupil-imports/{one.id}")


async def _write(work: Work, one: PupilImport, into: Bringing) -> Report:
    """Write an archive that was brought."""
    file = await laid_out(work.session, ImportPiece, one.id)
    try:
        return await bring(work.session, file, Bringing(into.pupil, into.klass, into.by, one.id), dry=False)
    finally:
        file.close()


async def drop(request: Request) -> Response:
    """Drop what was brought, and its file."""
    async with begin(request) as work:
        one = await _find(work, request, lock=True)
        if one.state in {BroughtState.ready, BroughtState.refused}:
            one.state, one.report = BroughtState.dropped, {}
            await forget(work.session, ImportPiece, [one.id])
    return go(f"/schools/{one.school_id}/pupil-imports")
