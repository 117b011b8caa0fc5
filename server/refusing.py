"""Explains a refusal: as a page, or to a script as a sentence; and that the database is away for the moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response

from server.errors import Code, RefusedError, SignInError, UnknownError, WrongFormError
from server.pages import names
from server.web import go, is_live, page, recognise

if TYPE_CHECKING:
    from starlette.requests import Request

AWAY = (OperationalError, InterfaceError, PoolTimeoutError, ConnectionError, asyncio.TimeoutError)
"""What is raised while the database cannot be reached."""


def _address_now(request: Request) -> str:
    """Give the address to come back to after signing in."""
    return request.url.path if request.method == "GET" else "/"


async def refuse(request: Request, error: Exception) -> Response:
    """Explain a refusal: as a page, or to a script as a sentence."""
    refused = error if isinstance(error, RefusedError) else UnknownError()
    if isinstance(refused, SignInError) and request.method == "GET" and not is_live(request):
        return go(f"/sign-in?then={_address_now(request)}")
    if isinstance(refused, WrongFormError):
        await recognise(request)
    fields = {name: sentence for name, sentence in refused.fields.items() if name}
    template = "error/_error.html" if is_live(request) else "error/error.html"
    only_looked = refused.code is Code.forbidden and request.method in {"GET", "HEAD"}
    sentence = getattr(refused, "says", "") or (names.NOT_FOR_YOU if only_looked else names.REFUSED[refused.code])
    return page(request, template, refused.status, code=refused.code, sentence=sentence, fields=fields, unread=0)


async def refuse_http(request: Request, error: Exception) -> Response:
    """Explain what Starlette itself refuses: an address that is none, a method that does not fit."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    code = {404: Code.unknown, 413: Code.too_large}.get(status, Code.form)
    await recognise(request)
    answer = page(request, "error/error.html", status, code=code, sentence=names.REFUSED[code], fields={}, unread=0)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


async def explain_away(request: Request, error: Exception) -> Response:
    """Say that the database is away for the moment; anything else the database says is a fault of ours."""
    if isinstance(error, DBAPIError) and not (isinstance(error, AWAY) or error.connection_invalidated):
        raise error
    if request.url.path in {"/healthz", "/readyz"}:
        return PlainTextResponse("away", 503)
    sentence = names.REFUSED[Code.unavailable]
    return page(request, "error/error.html", 503, code=Code.unavailable, sentence=sentence, fields={}, unread=0)
