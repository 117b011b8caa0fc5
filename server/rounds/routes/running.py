"""A round's page: how far the handing out is, its dates, a newer version, taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import select
from starlette.responses import Response

from server.columns import now
from server.errors import WrongFormError, _
from server.people.actions import local_day, named
from server.people.models import Person
from server.people.policy import may_see_listed
from server.plans.models import Plan
from server.rounds.actions import (
    asked_by,
    change,
    how_far,
    newer_version,
    renew,
    report_on,
    undo,
    until_of,
    widen,
    written_in,
)
from server.rounds.models import Round
from server.rounds.policy import may_run
from server.rounds.routes.forms import MoveRound, SetSteps
from server.schools.models import Class, School, Term
from server.templates.form import Form
from server.templates.models import TemplateVersion
from server.web import begin, fragment, go, is_live, key, read, show

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from starlette.requests import Request

    from server.work import Work


async def _round(work: Work, request: Request, *, lock: bool = False) -> Round:
    """Give the round that somebody looks after."""
    return await work.find(Round, key(request, "round"), see=may_run, lock=lock)


async def _head(work: Work, held: Round) -> dict[str, Any]:
    """Gather what every page of a round says of it."""
    session = work.session
    version = await session.get_one(TemplateVersion, held.template_version_id)
    return {
        "held": held,
        "klass": await session.get_one(Class, held.class_id),
        "school": await session.get_one(School, held.school_id),
        "term": await session.get(Term, held.term_id) if held.term_id else None,
        "version": version,
        "form": Form.model_validate(version.body),
    }


async def _progress(work: Work, held: Round) -> dict[str, Any]:
    """Gather how far the handing out is, with the names that the reader may see."""
    far = (await how_far(work.session, [held]))[held.id]
    people = await _seen(work, far.passed | far.late | far.left)
    return {
        "held": held,
        "far": far,
        "passed": [one for one in people if one.id in far.passed],
        "late": [one for one in people if one.id in far.late],
        "left": [one for one in people if one.id in far.left],
    }


async def _seen(work: Work, pupils: Iterable[UUID]) -> list[Person]:
    """Give pupils by name, without those whose identity is protected from the reader."""
    people = [one for one in (await named(work.session, pupils)).values() if may_see_listed(work.actor, one)]
    work.saw(*(one.id for one in people))
    return sorted(people, key=lambda one: one.name)


async def show_round(request: Request) -> Response:
    """Show a round."""
    async with begin(request) as work:
        held = await _round(work, request)
        rows = await work.session.exec(select(Plan.id, Plan.pupil_id).where(Plan.round_id == held.id))
        plans = dict(rows.all())
        written = {plans[one] for one in await written_in(work.session, plans)}
        return await show(
            work,
            request,
            "rounds/round.html",
            until=until_of(held),
            asks=asked_by(held),
            newer=await newer_version(work.session, held),
            written=written,
            writers=await _seen(work, written),
            undone="undone" in request.query_params,
            quicker=await _quicker(work, held) if "already" in request.query_params else None,
            **(await _head(work, held) | await _progress(work, held)),
        )


async def _quicker(work: Work, held: Round) -> str:
    """Name whoever began a round before somebody else who wished to, if that may be known."""
    by = await work.session.get_one(Person, held.begun_by)
    return by.name if may_see_listed(work.actor, by) else ""


async def show_progress(request: Request) -> Response:
    """Show again how far the handing out is."""
    async with begin(request) as work:
        return fragment(request, "rounds/_progress.html", **await _progress(work, await _round(work, request)))


async def hand_to_late(request: Request) -> Response:
    """Hand the material to those who have come since."""
    async with begin(request) as work:
        held = await _round(work, request, lock=True)
        widen(work, held)
    if is_live(request):  # the overview hears of it, and draws itself anew
        return Response(status_code=204)
    return go(f"/rounds/{held.id}")


async def change_steps(request: Request) -> Response:
    """Change the last days of the steps, and whom the round asks."""
    wanted = await read(request, SetSteps)
    async with begin(request) as work:
        held = await _round(work, request, lock=True)
        await change(work, held, wanted.until, wanted.asks, local_day(now()))
    return go(f"/rounds/{held.id}")


async def undo_round(request: Request) -> Response:
    """Take the round back; without it the class has none again."""
    async with begin(request) as work:
        held = await _round(work, request, lock=True)
        await undo(work, held)
    return go(f"/classes/{held.class_id}/round?undone=yes")


async def show_version(request: Request) -> Response:
    """Show what moving to the newest version would change; where there is none that is newer, the round."""
    async with begin(request) as work:
        held = await _round(work, request)
        newer = await newer_version(work.session, held)
        report = await report_on(work.session, held, newer) if newer else None
        return await show(work, request, "rounds/version.html", newer=newer, report=report, **await _head(work, held))


async def move_to_version(request: Request) -> Response:
    """Move the round to the version that the report was about."""
    wanted = await read(request, MoveRound)
    async with begin(request) as work:
        held = await _round(work, request, lock=True)
        newer = await newer_version(work.session, held)
        if held.template_version_id != wanted.version:
            if newer is None or newer.id != wanted.version:
                raise WrongFormError({"version": _("There is a newer version by now. Look at what it changes first.")})
            await renew(work, held, newer)
    return go(f"/rounds/{held.id}")
