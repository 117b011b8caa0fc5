"""Choosing a password by a link in a mail, and confirming an address by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from server.accounts.actions import WeakPasswordError, confirm, held, opens_by_address, set_password
from server.accounts.models import TicketKind
from server.accounts.policy import SHORTEST, Weak
from server.accounts.second.entry import admit
from server.columns import now
from server.errors import UnknownError, _
from server.people.actions import act_as
from server.web import Form, page, read
from server.work import Work, working

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.requests import Request
    from starlette.responses import Response

    from server.accounts.actions.tickets import Found
    from server.people.policy import Actor

WEAK = {
    Weak.short: _("Use at least 10 characters. Several words in a row are easy to remember."),
    Weak.common: _("Many people use this password, so it is guessed first. Choose another."),
    Weak.name: _("Your user name must not be in the password."),
}
Password = Annotated[str, Field(min_length=1, max_length=1000)]


class ChoosePassword(Form):
    """A new password; a link to an address has none."""

    password: Annotated[str, Field(max_length=1000)] = ""


async def show_link(request: Request) -> Response:
    """Show what a one-time link is for. Looking uses nothing up: mail servers look at links too."""
    async with request.app.state.database.session() as session:
        found = await held(session, request.path_params["token"])
    return _link_page(request, found)


def _link_page(request: Request, found: Found | None, wrong: str = "", status: int = 200) -> Response:
    """Ask for what a link needs, or say that it leads nowhere any more."""
    if found is None:
        return page(request, "accounts/no_link.html", 404)
    ticket, account, _person = found
    context: dict[str, Any] = {"ticket": ticket, "account": account, "wrong": wrong, "shortest": SHORTEST}
    return page(request, "accounts/link.html", status, **context)


async def use_link(request: Request) -> Response:
    """Use a one-time link: for a password, or to confirm an address."""
    wanted = await read(request, ChoosePassword)
    found: list[Found] = []

    async def opened(session: AsyncSession) -> Found:
        there = await held(session, request.path_params["token"])
        if there is None:
            raise UnknownError
        found.append(there)
        return there

    async def act(work: Work, opens: Found) -> Response:
        if opens[0].kind is TicketKind.address:
            await confirm(work, request.app.state.settings, opens[0], opens[1])
            by_address = await opens_by_address(work.session, opens[1])
            return page(request, "accounts/done.html", email=opens[0].email, user_name=opens[1].user_name, by_address=by_address)
        return await choose(request, work, opens, wanted.password)

    try:
        return await by_ticket(request, opened, act)
    except UnknownError:
        return _link_page(request, None)
    except WeakPasswordError as error:
        return _link_page(request, found[0], WEAK[error.why], error.status)


async def by_ticket(
    request: Request, opened: Callable[[AsyncSession], Awaitable[Found]], act: Callable[[Work, Found], Awaitable[Response]]
) -> Response:
    """Let somebody who is not signed in act by what they hold, as the person it was given to."""
    state = request.app.state
    held_: list[Found] = []

    async def actor_of(session: AsyncSession) -> Actor:
        held_.append(await opened(session))
        return await act_as(session, held_[0][2])

    async with working(state.database, actor_of, state.announce) as work:
        return await act(work, held_[0])


async def choose(request: Request, work: Work, opens: Found, password: str) -> Response:
    """Set a password. Whoever has never had one is let in as after any first step; others sign in with the new one."""
    ticket, account, _person = opens
    first = not account.password_hash
    await set_password(work, request.app.state.settings, account, password)
    ticket.used, ticket.void = now(), None
    work.session.add(ticket)
    return await admit(request, work, "/") if first else page(request, "accounts/done.html", email="", user_name="", by_address=False)
