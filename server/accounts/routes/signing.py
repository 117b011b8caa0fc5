"""Signing in and out; language and light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from server.accounts.actions import TooManyAttemptsError, check, end_session, whose
from server.accounts.second.entry import admit, step_left
from server.accounts.sso.actions import offered
from server.errors import SignInError, _
from server.guard import open_to_guests
from server.notices.routes.devices import DEVICE, this_device
from server.pages import names
from server.people.actions import act_as, prefer
from server.web import COOKIE, Form, begin, client_address, go, page, read
from server.work import working

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Actor

YEAR = 365 * 24 * 3600
WRONG = _("The user name or the password is not right.")


class SignIn(Form):
    """User name and password, and where to go then."""

    user_name: Annotated[str, Field(min_length=1, max_length=200)]
    password: Annotated[str, Field(min_length=1, max_length=1000)]
    then: Annotated[str, Field(max_length=500)] = "/"


class ChooseLanguage(Form):
    """One of our languages."""

    language: Literal["sv", "en", "ar"]
    then: Annotated[str, Field(max_length=500)] = "/"


class ChooseTheme(Form):
    """Light, dark, or as the device is."""

    theme: Literal["light", "dark", "auto"]
    then: Annotated[str, Field(max_length=500)] = "/"


def inside(address: str) -> str:
    """Give an address only if it leads within the site; a foreign one becomes the start page."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if plain else "/"


async def show_sign_in(request: Request) -> Response:
    """Show the sign-in page; whoever has one step left is told so."""
    then, state = inside(request.query_params.get("then", "/")), request.app.state
    providers, left = await offered(state.database, state.settings), await step_left(request)
    return page(request, "accounts/sign_in.html", then=then, user_name="", wrong="", providers=providers, left=left)


async def sign_in(request: Request) -> Response:
    """Sign in, and go where one wanted to go."""
    wanted = await read(request, SignIn)
    state = request.app.state

    async def actor_of(session: AsyncSession) -> Actor:
        person = await check(session, wanted.user_name, wanted.password, client_address(request))
        return await act_as(session, person)

    try:
        async with working(state.database, actor_of, state.announce) as work:
            return await admit(request, work, inside(wanted.then))
    except (SignInError, TooManyAttemptsError) as error:
        wrong = WRONG if isinstance(error, SignInError) else names.REFUSED[error.code]
        status = 401 if isinstance(error, SignInError) else error.status
        said = {"then": inside(wanted.then), "user_name": wanted.user_name, "wrong": wrong, "left": ""}
        return page(request, "accounts/sign_in.html", status, **said, providers=await offered(state.database, state.settings))


@open_to_guests
async def sign_out(request: Request) -> Response:
    """Sign out; the session's sockets close, and the browser drops what it has cached."""
    async with begin(request) as work:
        await end_session(work, request.state.session_id, this_device(request))
    answer = go("/sign-in")
    answer.delete_cookie(COOKIE)
    answer.delete_cookie(DEVICE)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@open_to_guests
async def choose_language(request: Request) -> Response:
    """Remember the language: with the person if somebody is signed in, and in the browser."""
    wanted = await read(request, ChooseLanguage)
    return await _remember(request, "language", wanted.language, wanted.then)


@open_to_guests
async def choose_theme(request: Request) -> Response:
    """Remember light or dark."""
    wanted = await read(request, ChooseTheme)
    return await _remember(request, "theme", wanted.theme, wanted.then)


async def _remember(request: Request, name: str, value: str, then: str) -> Response:
    """Keep a choice with the person and in a cookie of the browser."""
    if await _signed_in(request):
        async with begin(request) as work:
            prefer(work, name, value)
    answer = go(inside(then))
    answer.set_cookie(name, value, max_age=YEAR, samesite="lax", secure=request.app.state.settings.secure_cookie)
    return answer


async def _signed_in(request: Request) -> bool:
    """Whether a live session's cookie came with the request."""
    async with request.app.state.database.session() as session:
        try:
            await whose(session, request.cookies.get(COOKIE))
        except SignInError:
            return False
    return True
