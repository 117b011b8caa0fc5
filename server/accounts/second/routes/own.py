"""One's own second steps: what there is, the proof before it is changed, new recovery codes."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from server.accounts.actions import TooManyAttemptsError, interventions
from server.accounts.second import actions, policy
from server.accounts.second.challenges import WrongPasskeyError
from server.accounts.second.codes import WrongCodeError, take_code
from server.accounts.second.entry import begin_own, enter_from, session_id, site_of, vault
from server.accounts.second.passkeys import passkeys_of, take_passkey
from server.accounts.second.pending import held_by
from server.accounts.second.recovery import make_recovery_codes
from server.accounts.second.routes.step import MOST_CREDENTIAL, wrong_of
from server.accounts.second.rules import required_of
from server.errors import ForbiddenError, SignInError, WrongFormError, _
from server.web import Form, begin, client_address, go, page, read, show

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.accounts.models import PendingSignIn
    from server.work import Work

ADDRESS = "/settings/second-factor"
WRONG_PASSWORD = _("The password is not right.")


class Prove(Form):
    """One thing that shows who it is."""

    password: Annotated[str, Field(max_length=1000)] = ""
    code: Annotated[str, Field(max_length=60)] = ""
    credential: Annotated[str, Field(max_length=MOST_CREDENTIAL)] = ""


def proven(route: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Let a page lead to where one shows again who it is, when that is needed first."""

    @wraps(route)
    async def led(request: Request) -> Response:
        try:
            return await route(request)
        except actions.ProofNeededError:
            return go(ADDRESS)

    return led


async def show_own(request: Request) -> Response:
    """Show one's own second steps; on the way in, only how to set the first one up."""
    async with begin_own(request) as (work, pending):
        return await own_page(request, work, pending)


async def own_page(request: Request, work: Work, pending: PendingSignIn | None, wrong: str = "", status: int = 200) -> Response:
    """Show the page of one's own second steps."""
    template = "accounts/second/own.html"
    shown: dict[str, Any] = {"wrong": wrong, "on_the_way": pending is not None, "recovered": "recovered" in request.query_params}
    shown["passkeys"] = await passkeys_of(work.session, work.actor.id)
    shown["held"] = held = await held_by(work.session, work.actor.id)
    shown["required"] = required = await required_of(work.session, work.actor)
    shown["may_remove"] = policy.may_remove(held, required=required)
    shown["recent"] = pending is not None or await actions.is_recent(work.session, request.state.session_id)
    shown["user_name"] = await actions.user_name_of(work.session, work.actor.id)
    shown["acts"] = await interventions(work.session, work.actor.id)
    if pending is not None:
        return page(request, template, status, **shown)
    return await show(work, request, template, status, **shown)


async def hold_changeable(request: Request, work: Work, pending: PendingSignIn | None) -> None:
    """Hold that whoever changes the second step has just shown who it is: on the way in by the first step itself.

    Raises:
        ProofNeededError: it was too long ago.
    """
    if pending is None:
        await actions.hold_recent(work, request.state.session_id)


async def after_adding(request: Request, work: Work, pending: PendingSignIn | None) -> Response:
    """Show the recovery codes where there were none, and begin the session of whoever is on the way in."""
    held = await held_by(work.session, work.actor.id)
    if held.codes:
        return go(ADDRESS)
    codes = await make_recovery_codes(work, vault(request))
    answer = await codes_page(request, work, codes, pending)
    return answer if pending is None else await enter_from(request, work, pending, answer)


async def codes_page(request: Request, work: Work, codes: list[str], pending: PendingSignIn | None) -> Response:
    """Show recovery codes, this once."""
    shown: dict[str, Any] = {"codes": codes, "onward": pending.then if pending else ADDRESS, "on_the_way": pending is not None}
    if pending is not None:
        return page(request, "accounts/second/codes.html", **shown)
    return await show(work, request, "accounts/second/codes.html", **shown)


async def renew_recovery_codes(request: Request) -> Response:
    """Make new recovery codes; the older ones are void."""
    async with begin_own(request) as (work, pending):
        await actions.hold_recent(work, session_id(request, pending))
        if not (await held_by(work.session, work.actor.id)).any:
            raise ForbiddenError
        return await codes_page(request, work, await make_recovery_codes(work, vault(request)), None)


async def prove(request: Request) -> Response:
    """Show again who it is, before the second step is changed."""
    wanted = await read(request, Prove)
    try:
        async with begin(request) as work:
            await _prove(request, work, wanted)
        return go(ADDRESS)
    except (WrongCodeError, WrongPasskeyError, TooManyAttemptsError, WrongPasswordError) as error:
        async with begin(request) as work:
            return await own_page(request, work, None, wrong_of(error), error.status)


class WrongPasswordError(WrongFormError):
    """The password, given again, is not right."""

    status = 401

    def __init__(self) -> None:
        """Say it at the field."""
        super().__init__({"password": WRONG_PASSWORD})


async def _prove(request: Request, work: Work, wanted: Prove) -> None:
    """Take the one thing that was given.

    Raises:
        WrongPasswordError: it is not the password.
    """
    key = request.state.session_id
    if wanted.credential:
        await take_passkey(work.session, site_of(request), wanted.credential, work.actor.id)
        await actions.prove(work.session, key)
    elif wanted.code:
        await take_code(work, vault(request), wanted.code)
        await actions.prove(work.session, key)
    else:
        try:
            await actions.prove_by_password(work, key, wanted.password, client_address(request))
        except SignInError as error:
            raise WrongPasswordError from error
