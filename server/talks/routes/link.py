"""What a guest's link leads to: once, while the talk goes on, for somebody who is nobody else here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.accounts.actions import whose
from server.accounts.second.entry import set_cookie
from server.errors import SignInError, UnknownError
from server.talks.actions import guests
from server.web import COOKIE, go, page, recognise
from server.work import working

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Actor
    from server.talks.models import Invited


async def show_guest_link(request: Request) -> Response:
    """Show what a guest's link leads to. Looking uses nothing up: whoever passes a link on looks at it, too."""
    await recognise(request)
    async with request.app.state.database.session() as session:
        return _door(request, await guests.by_link(session, request.path_params["token"]))


def _door(request: Request, one: Invited | None) -> Response:
    """Say what can be done with a link: come in, go back in, or why it opens no more."""
    me = getattr(request.state, "person", None)
    if one is None:
        return page(request, "talks/guest.html", 404, why="unknown", invited=None, unread=0)
    if me is not None and me.id == one.person_id:
        return go(f"/talks/{one.talk_id}")
    why = _why(one, signed_in=me is not None)
    return page(request, "talks/guest.html", 410 if why not in {"", "signed_in"} else 200, why=why, invited=one, unread=0)


def _why(one: Invited, *, signed_in: bool) -> str:
    """Say why a link does not open, if it does not."""
    if one.talk.ended is not None:
        return "over"
    if one.until is not None:
        return "taken_back"
    if one.opened is not None:
        return "used"
    return "signed_in" if signed_in else ""


async def use_guest_link(request: Request) -> Response:
    """Come by a guest's link: to the lobby, as a person of this one talk. Somebody who is signed in is told to come otherwise."""
    state, came = request.app.state, []

    async def actor_of(session: AsyncSession) -> Actor:
        one = await guests.by_link(session, request.path_params["token"])
        if one is None or not guests.is_open(one) or await _signed_in(session, request):
            raise UnknownError
        came.append(one)
        return await guests.arrive(session, one)

    try:
        async with working(state.database, actor_of, state.announce) as work:
            token = await guests.come(work, came[0])
    except UnknownError:
        return await show_guest_link(request)
    answer = go(f"/talks/{came[0].talk_id}")
    set_cookie(request, answer, COOKIE, token, guests.HOURS * 3600)
    return answer


async def _signed_in(session: AsyncSession, request: Request) -> bool:
    """Whether somebody is signed in where the link was opened."""
    try:
        await whose(session, request.cookies.get(COOKIE))
    except SignInError:
        return False
    return True
