"""The second step on the way in: a code, a passkey, or a code from the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from starlette.responses import Response

from server.accounts.actions import TooManyAttemptsError
from server.accounts.second.challenges import WrongPasskeyError
from server.accounts.second.codes import WrongCodeError, take_code
from server.accounts.second.entry import STEP_COOKIE, begin_second, enter_from, site_of, vault
from server.accounts.second.passkeys import options_to_show, take_passkey
from server.accounts.second.pending import end_pending, held_by
from server.accounts.second.recovery import WrongRecoveryCodeError, take_recovery_code
from server.errors import RefusedError, SignInError
from server.pages import names
from server.web import Form, go, page, read

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from server.work import Work

MOST_CREDENTIAL = 20_000


class SendCode(Form):
    """A code, as it was typed."""

    code: Annotated[str, Field(min_length=1, max_length=60)]


class SendPasskey(Form):
    """A device's answer, as JSON."""

    credential: Annotated[str, Field(min_length=1, max_length=MOST_CREDENTIAL)]


async def show_step(request: Request) -> Response:
    """Show the ways to take the second step that this person has; whoever is not on the way in begins at the beginning."""
    try:
        async with begin_second(request) as (work, _pending):
            return await _page(request, work)
    except SignInError:
        return go("/sign-in")


async def _page(request: Request, work: Work, error: RefusedError | None = None) -> Response:
    """Show the page of the second step, with what was wrong; whoever used the paper finds that way still open."""
    held = await held_by(work.session, work.actor.id)
    on_paper = isinstance(error, WrongRecoveryCodeError)
    wrong, status = (wrong_of(error), error.status) if error else ("", 200)
    return page(request, "accounts/second/step.html", status, held=held, wrong=wrong, on_paper=on_paper)


async def _take(request: Request, take: Callable[[Work], Awaitable[str]]) -> Response:
    """Take one kind of second step; when it is right the session begins, else the page says what is wrong."""
    try:
        async with begin_second(request) as (work, pending):
            leads = await take(work)
            return await enter_from(request, work, pending, go(leads or pending.then))
    except (WrongCodeError, WrongPasskeyError, TooManyAttemptsError) as error:
        async with begin_second(request) as (work, _pending):
            return await _page(request, work, error)


def wrong_of(error: RefusedError) -> str:
    """Give the sentence that a page says of a refusal."""
    return next((one for one in error.fields.values() if one), names.REFUSED[error.code])


async def send_code(request: Request) -> Response:
    """Take a code from the app."""
    wanted = await read(request, SendCode)

    async def take(work: Work) -> str:
        await take_code(work, vault(request), wanted.code)
        return ""

    return await _take(request, take)


async def send_recovery_code(request: Request) -> Response:
    """Take a code from the paper, and lead to where the rest can be put in order."""
    wanted = await read(request, SendCode)

    async def take(work: Work) -> str:
        await take_recovery_code(work, vault(request), wanted.code)
        return "/settings/second-factor?recovered=yes"

    return await _take(request, take)


async def send_passkey(request: Request) -> Response:
    """Take a passkey's answer."""
    wanted = await read(request, SendPasskey)

    async def take(work: Work) -> str:
        await take_passkey(work.session, site_of(request), wanted.credential, work.actor.id)
        return ""

    return await _take(request, take)


async def ask_passkey(request: Request) -> Response:
    """Give what a passkey of this person's is to sign."""
    async with begin_second(request) as (work, _pending):
        options = await options_to_show(work.session, site_of(request), work.actor.id)
    return as_json(options)


def as_json(options: str) -> Response:
    """Answer a script that is about to ask a passkey."""
    return Response(options, media_type="application/json", headers={"Cache-Control": "no-store"})


async def leave(request: Request) -> Response:
    """Give the sign-in up."""
    async with begin_second(request) as (work, pending):
        await end_pending(work.session, pending.id)
    answer = go("/sign-in")
    answer.delete_cookie(STEP_COOKIE)
    return answer
