"""One's own settings: about oneself and who sees what, the picture, help with reading."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from server.errors import SignInError, UnknownError, WrongFormError, _
from server.guard import takes
from server.people import policy
from server.people.actions import hide_oneself, look_at, own_profile, prefer, remake, show_oneself, tell_of_oneself
from server.people.models import Letters, Shown
from server.web import Form, begin, go, read, recognise, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST_PICTURE = 16 * 1024 * 1024
"""Bytes of a photograph as a telephone takes it; with a script the page sends only the part that was cut out."""

Line = Annotated[str, Field(max_length=200)]
Number = Annotated[str, Field(max_length=40, pattern=r"^[\d+()\-./ ]*$")]


class TellOfOneself(Form):
    """What one says of oneself; an e-mail address is changed elsewhere, here only who sees it."""

    about: Annotated[str, Field(max_length=1200)] = ""
    speaks: Line = ""
    interpreter: Line = ""
    phone: Number = ""
    second_phone: Number = ""
    address: Annotated[str, Field(max_length=300)] = ""
    email_for: Shown = Shown.staff
    phone_for: Shown = Shown.staff
    second_phone_for: Shown = Shown.staff
    address_for: Shown = Shown.staff
    picture_for: Shown = Shown.staff


class ChooseReading(Form):
    """Help with reading, on every device."""

    letters: Letters = Letters.usual
    airy: bool = False
    aloud: bool = False


async def show_settings(request: Request) -> Response:
    """Show what one says of oneself, and who sees it."""
    async with begin(request) as work:
        actor = work.actor
        return await show(
            work,
            request,
            "people/settings.html",
            profile=await own_profile(work),
            own=(await look_at(work, [actor.person]))[actor.id],
            may_have_picture=policy.may_have_picture(actor),
            guards_hidden=policy.guards_hidden(actor, actor.ties),
            most_picture=MOST_PICTURE,
            saved="saved" in request.query_params,
        )


async def tell(request: Request) -> Response:
    """Keep what one says of oneself."""
    wanted = await read(request, TellOfOneself)
    async with begin(request) as work:
        await tell_of_oneself(work, wanted.model_dump())
    return go("/settings?saved=yes")


@takes(MOST_PICTURE)
async def set_picture(request: Request) -> Response:
    """Keep a new picture. Nobody's file is read who is not signed in, and none while a database connection waits."""
    await recognise(request)
    person = getattr(request.state, "person", None)
    if person is None:
        raise SignInError
    if person.guest:
        raise UnknownError
    made = await remake(await _sent(request, "picture"))
    async with begin(request) as work:
        await show_oneself(work, made)
    return go("/settings?saved=yes")


async def _sent(request: Request, name: str) -> bytes:
    """Read the one file that a form brings.

    Raises:
        WrongFormError: there is none.
    """
    try:
        async with request.form(max_fields=1, max_files=1) as fields:
            file = fields.get(name)
            sent = await file.read() if isinstance(file, UploadFile) else b""
    except Exception as error:
        if isinstance(error, HTTPException) and error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise
        raise WrongFormError from error
    if not sent:
        raise WrongFormError({name: _("Choose a picture first.")})
    return sent


async def remove_picture(request: Request) -> Response:
    """Remove one's picture."""
    async with begin(request) as work:
        await hide_oneself(work)
    return go("/settings?saved=yes")


async def show_reading(request: Request) -> Response:
    """Show the help with reading, language and light."""
    async with begin(request) as work:
        return await show(work, request, "people/reading.html", saved="saved" in request.query_params)


async def choose_reading(request: Request) -> Response:
    """Remember the help with reading: with the person, for every device."""
    wanted = await read(request, ChooseReading)
    async with begin(request) as work:
        for name, value in wanted.model_dump().items():
            prefer(work, name, value)
    return go("/settings/reading?saved=yes")
