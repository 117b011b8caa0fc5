"""Holding what is kept of one pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from server.access import Place, PupilOpened
from server.people.actions import find_pupil, named
from server.plans.policy import may_see_pupil
from server.retention.actions import holding
from server.retention.policy import may_hold
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.models import Person
    from server.work import Work


class PlaceHold(Form):
    """Why nothing may be disposed of."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


async def _pupil(work: Work, request: Request) -> Person:
    """Give the pupil."""
    return (await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_hold))[0]


async def show_hold(request: Request) -> Response:
    """Show whether a pupil's documents are held, and were."""
    async with begin(request) as work:
        pupil = await _pupil(work, request)
        work.tell(PupilOpened(pupil=pupil.id, where=Place.hold))
        holds = await holding.holds_of(work.session, pupil.id)
        people = await named(work.session, [who for one in holds for who in (one.placed_by, one.lifted_by) if who])
        return await show(work, request, "retention/hold.html", pupil=pupil, holds=holds, people=people)


async def place_hold(request: Request) -> Response:
    """Hold everything of a pupil."""
    wanted = await read(request, PlaceHold)
    async with begin(request) as work:
        pupil = await _pupil(work, request)
        await holding.place(work, pupil, wanted.reason)
    return go(f"/pupils/{pupil.id}/hold")


async def lift_hold(request: Request) -> Response:
    """Hold a pupil's documents no longer."""
    async with begin(request) as work:
        pupil = await _pupil(work, request)
        await holding.lift(work, pupil)
    return go(f"/pupils/{pupil.id}/hold")
