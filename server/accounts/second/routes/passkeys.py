"""Passkeys: signing in by one alone, adding and removing one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from server.accounts.routes.signing import inside
from server.accounts.second import actions
from server.accounts.second import passkeys as keys
from server.accounts.second.challenges import WrongPasskeyError
from server.accounts.second.entry import begin_own, enter, session_id, site_of
from server.accounts.second.routes.own import ADDRESS, after_adding, hold_changeable, own_page
from server.accounts.second.routes.step import SendPasskey, as_json, wrong_of
from server.accounts.sso.actions import offered
from server.people.actions import act_as
from server.web import go, key, page, read
from server.work import working

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Actor


class AddPasskey(SendPasskey):
    """A new passkey and what its owner calls it."""

    name: Annotated[str, Field(min_length=1, max_length=60)]


class SignInByPasskey(SendPasskey):
    """A passkey's answer, and where to go then."""

    then: Annotated[str, Field(max_length=500)] = "/"


async def ask_anybody(request: Request) -> Response:
    """Give what a passkey is to sign, before anybody knows whose it is."""
    async with request.app.state.database.session() as session:
        options = await keys.options_to_show(session, site_of(request), None)
        await session.commit()
    return as_json(options)


async def sign_in(request: Request) -> Response:
    """Sign in by a passkey alone: the device has made sure of its owner, which is two steps in one."""
    wanted = await read(request, SignInByPasskey)
    state, site, then = request.app.state, site_of(request), inside(wanted.then)

    async def actor_of(session: AsyncSession) -> Actor:
        return await act_as(session, await keys.take_passkey(session, site, wanted.credential, None))

    try:
        async with working(state.database, actor_of, state.announce) as work:
            return await enter(request, work, go(then))
    except WrongPasskeyError as error:
        providers = await offered(request.app.state.database, request.app.state.settings)
        said = {"then": then, "user_name": "", "wrong": wrong_of(error), "left": ""}
        return page(request, "accounts/sign_in.html", error.status, **said, providers=providers)


async def ask_new(request: Request) -> Response:
    """Give what a new passkey is to sign; with `proof` what one of those there are is to sign, to show who it is."""
    async with begin_own(request) as (work, pending):
        if "proof" in request.query_params:
            session_id(request, pending)
            options = await keys.options_to_show(work.session, site_of(request), work.actor.id)
        else:
            await hold_changeable(request, work, pending)
            options = await keys.options_to_add(work, site_of(request))
    return as_json(options)


async def add(request: Request) -> Response:
    """Keep a new passkey."""
    wanted = await read(request, AddPasskey)
    try:
        async with begin_own(request) as (work, pending):
            await hold_changeable(request, work, pending)
            await keys.add_passkey(work, site_of(request), wanted.credential, wanted.name)
            await work.session.flush()
            return await after_adding(request, work, pending)
    except WrongPasskeyError as error:
        async with begin_own(request) as (work, pending):
            return await own_page(request, work, pending, wrong_of(error), error.status)


async def remove(request: Request) -> Response:
    """Remove one of one's own passkeys."""
    async with begin_own(request) as (work, pending):
        await actions.hold_recent(work, session_id(request, pending))
        await actions.hold_removable(work)
        await keys.remove_passkey(work, key(request, "passkey"))
        await actions.drop_idle_codes(work)
    return go(ADDRESS)
