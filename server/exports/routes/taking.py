"""The page on which everything of a pupil is taken out, and the archive itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field
from starlette.responses import StreamingResponse

from server.access import Place, PupilOpened
from server.errors import ForbiddenError, WrongFormError, _
from server.exports import policy
from server.exports.actions.asking import ask, asked_for, fetch, purpose_now, remove
from server.exports.actions.pieces import given
from server.exports.models import ExportPiece, ExportState, PupilExport, Purpose
from server.people.actions import find_pupil
from server.plans.policy import may_see_pupil, may_see_ties
from server.web import Form, begin, fragment, go, key, language_of, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.models import Person
    from server.work import Work


class AskForExport(Form):
    """What the archive is for is what somebody is to the pupil; a school says why."""

    id: UUID
    reason: Annotated[str, Field(max_length=1_000)] = ""
    identity: bool = False


async def _pupil(work: Work, request: Request) -> tuple[Person, Purpose, bool]:
    """Give the pupil, for what the actor may take everything out, and whether the actor is of the school.

    Raises:
        UnknownError: there is no such pupil, or the actor may not know of them.
        ForbiddenError: the actor may take nothing out.
    """
    pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil)
    if (purpose := purpose_now(work.actor, pupil, places)) is None:
        raise ForbiddenError
    return pupil, purpose, any(may_see_ties(work.actor, place) for place in places)


async def _context(work: Work, pupil: Person, purpose: Purpose, *, by_staff: bool) -> dict[str, Any]:
    """Gather what the page shows."""
    return {
        "pupil": pupil,
        "purpose": purpose,
        "by_staff": by_staff,
        "takes_out": True,
        "protected": pupil.protected or pupil.protected_by is not None,
        "exports": await asked_for(work, pupil.id),
        "gone": False,
    }


async def show_exports(request: Request) -> Response:
    """Show what an archive holds, and those that the actor has asked for."""
    async with begin(request) as work:
        pupil, purpose, by_staff = await _pupil(work, request)
        if by_staff:
            work.tell(PupilOpened(pupil=pupil.id, where=Place.exports))
        context = await _context(work, pupil, purpose, by_staff=by_staff)
        context["gone"] = "gone" in request.query_params
        return await show(work, request, "exports/exports.html", **context)


async def ask_for_export(request: Request) -> Response:
    """Ask for an archive; it is made beside the requests."""
    wanted = await read(request, AskForExport)
    async with begin(request) as work:
        pupil, purpose, _by_staff = await _pupil(work, request)
        if purpose is Purpose.moving and not wanted.reason:
            raise WrongFormError({"reason": _("Say why: the pupil and the home can read it in the access log.")})
        one = PupilExport(
            id=wanted.id,
            organisation_id=pupil.organisation_id,
            pupil_id=pupil.id,
            asked_by=work.actor.id,
            purpose=purpose,
            reason=wanted.reason if purpose is Purpose.moving else "",
            with_identity=wanted.identity,
            language=language_of(request).language,
        )
        await ask(work, pupil, wanted.id, one)
    return go(f"/pupils/{pupil.id}/exports#made")


async def _find(work: Work, request: Request, *, lock: bool = False) -> PupilExport:
    """Find an archive of the actor's own."""
    return await work.find(PupilExport, key(request, "export"), see=policy.may_see, lock=lock)


async def show_state(request: Request) -> Response:
    """Show how far an archive has come."""
    async with begin(request) as work:
        return fragment(request, "exports/_export.html", one=await _find(work, request))


async def fetch_export(request: Request) -> Response:
    """Give an archive to whoever asked for it; of one that holds what is gone by now nothing is left."""
    async with begin(request) as work:
        one = await _find(work, request, lock=True)
        is_there = await fetch(work, one)
    if not is_there:
        return go(f"/pupils/{one.pupil_id}/exports?gone")
    name = f"stegvis-{str(one.pupil_id)[:8]}-{one.made:%Y-%m-%d}.zip"  # tells archives apart, and names nobody
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(one.size),
    }
    return StreamingResponse(given(request.app.state.database, ExportPiece, one.id), media_type="application/zip", headers=headers)


async def remove_export(request: Request) -> Response:
    """Remove an archive before its time."""
    async with begin(request) as work:
        one = await _find(work, request, lock=True)
        if one.state is not ExportState.gone:
            await remove(work.session, one)
    return go(f"/pupils/{one.pupil_id}/exports#made")
