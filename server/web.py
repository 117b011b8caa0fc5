"""What every route uses: reading forms, beginning work, answering with pages and fragments."""

from __future__ import annotations

import hashlib
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from server.accounts.actions import seen, whose
from server.errors import SignInError, UnknownError, WrongFormError
from server.guard import lets_guests_in
from server.i18n import LANGUAGES, Words, negotiate, words
from server.notices.actions import unread
from server.pages.names import WRONG, WRONG_OTHERWISE
from server.pages.render import render
from server.people.actions import act_as
from server.work import Work, working

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.requests import Request

    from server.config import Settings
    from server.people.policy import Actor

COOKIE = "stegvis"
MOST_FIELDS = 60
_MOST_NUMBER = 2**31 - 1


class Form(BaseModel):
    """A form named for its act; blank around words is dropped, unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


Wanted = TypeVar("Wanted", bound=Form)


async def read(request: Request, form: type[Wanted]) -> Wanted:
    """Read a request's form into its typed shape.

    Raises:
        WrongFormError: with a sentence for each field that is wrong.
    """
    values = await fields_of(request)
    return typed(form, {name: value for name, value in values.items() if value != "" or name not in form.model_fields})


def typed(form: type[Wanted], values: Mapping[str, object]) -> Wanted:
    """Bring what was sent into its typed shape; a field of a group, as `title.sv`, is named whole.

    Raises:
        WrongFormError: with a sentence for each field that is wrong.
    """
    try:
        return form.model_validate(values)
    except ValidationError as wrong:
        fields = {".".join(str(one) for one in error["loc"][:2]): WRONG.get(error["type"], WRONG_OTHERWISE) for error in wrong.errors()}
        raise WrongFormError(fields) from wrong


async def fields_of(request: Request, most: int = MOST_FIELDS) -> dict[str, str]:
    """Give a request's fields as they were sent, for a form that has as many as there are things to choose for.

    Raises:
        WrongFormError: they cannot be read, or are too many.
    """
    try:
        fields = await request.form(max_fields=most, max_files=0)
    except Exception as error:
        if isinstance(error, HTTPException) and error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise
        raise WrongFormError from error
    values = {name: value for name, value in fields.items() if isinstance(value, str)}
    if any("\x00" in value for value in values.values()):  # PostgreSQL keeps no NUL in text
        raise WrongFormError
    return values


def key(request: Request, name: str) -> UUID:
    """Give an id from the path.

    Raises:
        UnknownError: it is not an id at all; looks the same as one that does not exist.
    """
    try:
        return UUID(request.path_params[name])
    except ValueError as error:
        raise UnknownError from error


def number(request: Request, name: str) -> int:
    """Give a number from the path.

    Raises:
        UnknownError: no row of ours has one so large.
    """
    found: int = request.path_params[name]
    if found > _MOST_NUMBER:
        raise UnknownError
    return found


@asynccontextmanager
async def begin(request: Request) -> AsyncIterator[Work]:
    """Begin a unit of work for whoever is signed in; what it tells is announced after the commit.

    Raises:
        SignInError: nobody is.
        UnknownError: it is a guest of a talk, and this is not the talk's.
    """

    async def actor_of(session: AsyncSession) -> Actor:
        signed_in, person = await whose(session, request.cookies.get(COOKIE))
        request.state.session_id = signed_in.id
        request.state.person = person
        if person.guest and not lets_guests_in(request.scope):
            raise UnknownError
        await seen(session, signed_in, request.headers.get("user-agent", ""))
        return await act_as(session, person)

    state = request.app.state
    async with working(state.database, actor_of, state.announce) as work:
        work.again = request.headers.get("stegvis-look") == "again"
        yield work


async def recognise(request: Request) -> None:
    """Know who asks, so that a refusal is said in that person's language even where no work has begun; nobody is fine too."""
    if hasattr(request.state, "person"):
        return
    with suppress(SignInError, SQLAlchemyError, OSError):
        async with request.app.state.database.session() as session:
            _session, request.state.person = await whose(session, request.cookies.get(COOKIE))


def language_of(request: Request) -> Words:
    """Say in which language to answer: the person's choice, the browser's cookie, its header, the school's."""
    settings: Settings = request.app.state.settings
    person = getattr(request.state, "person", None)
    expected = getattr(request.state, "expected", None)  # who is on the way in; what the browser was told just now goes before
    chosen = (person.language if person else "") or request.cookies.get("language", "") or (expected.language if expected else "")
    if chosen not in LANGUAGES:
        chosen = negotiate(request.headers.get("accept-language", ""), settings.language)
    return words(chosen)


def page(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """Answer with a whole page."""
    body = render(request, template, language_of(request), **context)
    return HTMLResponse(body, status, headers={"Cache-Control": "no-store"})


async def show(work: Work, request: Request, template: str, status: int = 200, **context: object) -> Response:
    """Answer whoever is signed in with a whole page, with the badge's number in it."""
    return page(request, template, status, unread=await unread(work.session, work.actor.id), **context)


def fragment(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """Answer with a part of a page, with an ETag: unchanged for this reader means 304 and no body."""
    body = render(request, template, language_of(request), **context).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if status == HTTPStatus.OK and request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(body, status, headers=headers)


def is_live(request: Request) -> bool:
    """Whether the page's script asks, and wants only the part that changes."""
    return request.headers.get("hx-request") == "true"


def go(address: str) -> Response:
    """Send the browser on after an act, so that a reload does not repeat it."""
    return RedirectResponse(address, 303)


def client_address(request: Request) -> str:
    """Give the address a request comes from; behind a proxy uvicorn has already put the forwarded one here."""
    return request.client.host if request.client else ""
