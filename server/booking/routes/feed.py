"""One's own calendar: the address that a calendar program reads, made anew or ended on the settings' page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from server.booking.actions import end_feed, feed_of, open_feed, own_talks, owner_of
from server.booking.actions.calendar import feed
from server.i18n import LANGUAGES, words
from server.web import begin, go, show

if TYPE_CHECKING:
    from starlette.requests import Request


async def show_calendar(request: Request) -> Response:
    """Show whether a calendar reads one's talks, and since when."""
    async with begin(request) as work:
        return await show(work, request, "booking/calendar.html", feed=await feed_of(work), address="")


async def renew_calendar(request: Request) -> Response:
    """Make a secret address, and show it this once; the one before is void."""
    async with begin(request) as work:
        address = f"{request.app.state.settings.address}/calendar/{await open_feed(work)}.ics"
        return await show(work, request, "booking/calendar.html", feed=None, address=address)


async def end_calendar(request: Request) -> Response:
    """Let no calendar read any more."""
    async with begin(request) as work:
        await end_feed(work)
    return go("/settings/calendar")


async def show_feed(request: Request) -> Response:
    """Give somebody's talks to a calendar program, which has the secret and no cookie."""
    settings = request.app.state.settings
    async with request.app.state.database.session() as session:
        person = await owner_of(session, request.path_params["token"])
        said = words(person.language if person.language in LANGUAGES else settings.language)
        body = feed(settings, await own_talks(session, person), said)
    return Response(body, media_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"})
