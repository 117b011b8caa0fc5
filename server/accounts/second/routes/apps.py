"""One's own app for one-time codes: shown once as a picture and as letters, confirmed by its first code, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from server.accounts.second import actions, codes
from server.accounts.second.entry import begin_own, session_id, vault
from server.accounts.second.routes.own import ADDRESS, after_adding, hold_changeable
from server.accounts.second.routes.step import SendCode, wrong_of
from server.web import go, page, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.accounts.models import PendingSignIn
    from server.work import Work


async def begin_app(request: Request) -> Response:
    """Make a secret for a new app, and lead to where it is shown."""
    async with begin_own(request) as (work, pending):
        await hold_changeable(request, work, pending)
        await codes.begin_app(work, vault(request))
    return go(f"{ADDRESS}/app")


async def show_app(request: Request) -> Response:
    """Show the secret that waits for its first code, as a picture and as letters."""
    async with begin_own(request) as (work, pending):
        return await _page(request, work, pending)


async def _page(request: Request, work: Work, pending: PendingSignIn | None, wrong: str = "", status: int = 200) -> Response:
    """Show the page of a new app; where no secret waits there is nothing to show."""
    await hold_changeable(request, work, pending)
    secret = await codes.waiting_secret(work.session, vault(request), work.actor.id)
    if not secret:
        return go(ADDRESS)
    shown = {
        "secret": [secret[at : at + 4] for at in range(0, len(secret), 4)],
        "address": codes.address(secret, work.actor.person),
        "picture": Markup(codes.picture(secret, work.actor.person)),  # noqa: S704  # segno's own drawing: nothing of anybody's words is in it
        "wrong": wrong,
        "on_the_way": pending is not None,
    }
    if pending is not None:
        return page(request, "accounts/second/app.html", status, **shown)
    return await show(work, request, "accounts/second/app.html", status, **shown)


async def confirm_app(request: Request) -> Response:
    """Take the new app's first code."""
    wanted = await read(request, SendCode)
    try:
        async with begin_own(request) as (work, pending):
            await hold_changeable(request, work, pending)
            await codes.confirm_app(work, vault(request), wanted.code)
            return await after_adding(request, work, pending)
    except codes.WrongCodeError as error:
        async with begin_own(request) as (work, pending):
            return await _page(request, work, pending, wrong_of(error), error.status)


async def remove_app(request: Request) -> Response:
    """Remove one's own app."""
    async with begin_own(request) as (work, pending):
        await actions.hold_recent(work, session_id(request, pending))
        await actions.hold_removable(work)
        await actions.remove_app(work)
        await actions.drop_idle_codes(work)
    return go(ADDRESS)
