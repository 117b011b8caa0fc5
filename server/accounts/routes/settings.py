"""One's own settings for signing in: password and address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from server.accounts import policy
from server.accounts.actions import (
    TooManyAttemptsError,
    WeakPasswordError,
    WrongPasswordError,
    ask_to_confirm,
    change_password,
    interventions,
    know_of_them,
    opens_by_address,
    own_account,
    own_sessions,
    reach,
)
from server.accounts.routes.passwords import WEAK, Password
from server.errors import RefusedError, WrongFormError, _
from server.pages import names
from server.web import Form, begin, go, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

WRONG_PASSWORD = _("This is not your present password.")
AT: dict[type[RefusedError], str] = {WeakPasswordError: "password", WrongPasswordError: "present"}
"""The field that is wrong, where the refusal does not name it itself."""
DONE = {
    "password": _("You have a new password. All your other devices are signed out."),
    "sessions": _("Signed out there."),
}


class ChangePassword(Form):
    """The present password and the new one."""

    present: Password
    password: Password


class ChangeAddress(Form):
    """The new address, and the password as a proof."""

    email: Annotated[str, Field(min_length=3, max_length=254)]
    present: Password


async def show_sign_in_settings(request: Request) -> Response:
    """Show password, address and sessions."""
    done = DONE.get(request.query_params.get("done", ""), "")
    async with begin(request) as work:
        return await _settings(work, request, done=done)


async def _settings(work: Work, request: Request, status: int = 200, **said: str) -> Response:
    """Show the page, with what was just done or what went wrong where."""
    account = await own_account(work)
    context: dict[str, Any] = {"done": "", "wrong": "", "where": "", "at": "", "sent_to": "", "typed": "", **said}
    return await show(
        work,
        request,
        "accounts/settings.html",
        status,
        account=account,
        by_address=account is not None and await opens_by_address(work.session, account),
        address=reach(work.actor.person, account),
        sessions=await own_sessions(work),
        acts=await interventions(work.session, work.actor.id),
        own=request.state.session_id,
        shortest=policy.SHORTEST,
        **context,
    )


async def know_of_interventions(request: Request) -> Response:
    """Say that one knows of what the school did to one's sign-in."""
    async with begin(request) as work:
        know_of_them(work)
    return go("/")


async def change_own_password(request: Request) -> Response:
    """Change one's password; all other devices are signed out."""
    wanted = await read(request, ChangePassword)
    try:
        async with begin(request) as work:
            await change_password(work, request.app.state.settings, wanted.present, wanted.password, request.state.session_id)
    except (WeakPasswordError, WrongPasswordError, TooManyAttemptsError) as error:
        return await _again(request, error, "password")
    return go("/settings/sign-in?done=password")


async def change_own_address(request: Request) -> Response:
    """Ask the new address to confirm; nothing changes before."""
    wanted = await read(request, ChangeAddress)
    try:
        async with begin(request) as work:
            sent_to = await ask_to_confirm(work, request.app.state.settings, wanted.email, wanted.present)
            return await _settings(work, request, where="address", sent_to=sent_to)
    except (WrongFormError, WrongPasswordError, TooManyAttemptsError) as error:
        return await _again(request, error, "address", wanted.email)


async def _again(request: Request, error: RefusedError, where: Literal["password", "address"], typed: str = "") -> Response:
    """Show the page again with what was wrong."""
    async with begin(request) as work:
        at = AT.get(type(error), next(iter(error.fields), ""))
        return await _settings(work, request, error.status, wrong=_why(error), where=where, at=at, typed=typed)


def _why(error: RefusedError) -> str:
    """Give the sentence that explains a refusal."""
    match error:
        case WeakPasswordError():
            return WEAK[error.why]
        case WrongPasswordError():
            return WRONG_PASSWORD
        case _:
            return next(iter(error.fields.values()), names.REFUSED[error.code])
