"""Sign-in slips: printing them, and choosing a first password by the code of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field
from starlette.responses import Response

from server.accounts import policy
from server.accounts.actions import TooManyAttemptsError, WeakPasswordError, held_by_code, make_slips, printed, without_password
from server.accounts.policy import SHORTEST
from server.accounts.routes.passwords import WEAK, Password, by_ticket, choose
from server.errors import ForbiddenError, RefusedError, SignInError, UnknownError, WrongFormError, _
from server.i18n import words
from server.pages import names
from server.people.actions import pupils_in
from server.people.policy import may_see_class
from server.schools.models import Class, School
from server.web import Form, begin, client_address, key, page, read

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.requests import Request

    from server.accounts.actions.tickets import Found
    from server.people.models import Person
    from server.work import Work

WRONG_CODE = _("The user name or the code is not right, or the code is too old.")


class UseSlip(Form):
    """What stands on a slip, and a password of one's own."""

    user_name: Annotated[str, Field(min_length=1, max_length=200)]
    code: Annotated[str, Field(min_length=1, max_length=50)]
    password: Password


class PrintSlips(Form):
    """For whom: those who have no password of their own yet, or one pupil; one who has a password, with a reason."""

    pupil: UUID | None = None
    reason: Annotated[str, Field(max_length=300)] = ""


async def print_slips(request: Request) -> Response:
    """Print sign-in slips for a class, or a new one for a pupil; codes printed before are void."""
    wanted = await read(request, PrintSlips)
    async with begin(request) as work:
        klass = await work.find(Class, key(request, "class"), see=may_see_class)
        school = await work.session.get_one(School, klass.school_id)
        if not policy.may_print_slips(work.actor, klass, school):
            raise ForbiddenError
        pupils = [one for one in await pupils_in(work.session, klass.id) if policy.may_print_slip(work.actor, one, klass, school)]
        settings = request.app.state.settings
        slips = await make_slips(work, settings, await _wanted(work, pupils, wanted), wanted.reason)
        made = await printed(slips, klass, settings, words(settings.language))
    headers = {"Content-Disposition": 'attachment; filename="slips.pdf"', "Cache-Control": "no-store"}
    return Response(made, media_type="application/pdf", headers=headers)


async def _wanted(work: Work, pupils: list[Person], wanted: PrintSlips) -> list[Person]:
    """Give for whom slips are printed.

    Raises:
        UnknownError: the one who is asked for is not among the pupils.
        WrongFormError: that one has a password, and there is no reason.
    """
    asked = [one for one in pupils if one.id == wanted.pupil] if wanted.pupil else pupils
    if not asked and wanted.pupil:
        raise UnknownError
    new = await without_password(work.session, asked)
    if wanted.pupil and not new and not wanted.reason:
        raise WrongFormError({"reason": _("This must be filled in.")})
    return asked if wanted.pupil else new


async def show_first(request: Request) -> Response:
    """Ask for what stands on a slip."""
    return _first_page(request)


def _first_page(request: Request, error: RefusedError | None = None, **typed: str) -> Response:
    """Show the form for a slip, with what was typed but the password, and what was wrong with it."""
    context: dict[str, Any] = {"user_name": "", "code": "", "wrong": _why(error) if error else "", **typed}
    weak = isinstance(error, WeakPasswordError)
    return page(request, "accounts/first.html", error.status if error else 200, weak=weak, shortest=SHORTEST, **context)


async def use_slip(request: Request) -> Response:
    """Use a slip's code for a password of one's own."""
    wanted = await read(request, UseSlip)

    async def opened(session: AsyncSession) -> Found:
        return await held_by_code(session, wanted.user_name, wanted.code, client_address(request))

    async def act(work: Work, opens: Found) -> Response:
        return await choose(request, work, opens, wanted.password)

    try:
        return await by_ticket(request, opened, act)
    except (SignInError, TooManyAttemptsError, WeakPasswordError) as error:
        return _first_page(request, error, user_name=wanted.user_name, code=wanted.code)


def _why(error: RefusedError) -> str:
    """Give the sentence that explains why a slip did not work."""
    if isinstance(error, WeakPasswordError):
        return WEAK[error.why]
    return WRONG_CODE if isinstance(error, SignInError) else names.REFUSED[error.code]
