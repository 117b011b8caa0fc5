"""Checking in on a goal in three taps: open, a face, send; with a line and a picture for whoever wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from server.accounts.routes.signing import inside
from server.errors import UnknownError, WrongFormError
from server.goals import actions, policy
from server.goals.actions.checking_in import MOST_PICTURE
from server.goals.models import CheckIn, CheckInPicture, Goal
from server.goals.routes.goals import listed
from server.guard import takes
from server.people.models import Person
from server.web import Form, begin, key, show, typed

if TYPE_CHECKING:
    from starlette.requests import Request

_AROUND = 64 * 1024
"""Bytes of a request beside its picture."""
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class CheckInOnGoal(Form):
    """How it is going: a face, or a few words; and where to go afterwards."""

    id: UUID
    face: Annotated[int, Field(ge=0, le=4)] | None = None
    words: Annotated[str, Field(max_length=2000)] = ""
    then: str = ""


async def show_check_in(request: Request) -> Response:
    """Show the faces, the line and the picture."""
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_check_in)
        pupil = await work.session.get_one(Person, goal.plan.pupil_id)
        then = inside(request.query_params.get("then", f"/plans/{goal.plan_id}/follow"))
        return await show(work, request, "goals/check_in.html", goal=goal, plan=goal.plan, pupil=pupil, then=then)


@takes(MOST_PICTURE + _AROUND)
async def check_in_on_goal(request: Request) -> Response:
    """Say how a goal is going. Nobody's picture is read who may not, and none while a database connection waits."""
    async with begin(request) as work:
        await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_check_in)
    wanted, sent = await _sent(request)
    picture = await actions.picture_of(sent)
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_check_in, lock=True)
        await actions.check_in(work, goal, wanted.id, actions.Said(wanted.face, wanted.words, picture))
        return await listed(request, work, goal.plan, wanted.then)


async def _sent(request: Request) -> tuple[CheckInOnGoal, bytes]:
    """Read the form, with at most one picture in it.

    Raises:
        WrongFormError: something in it is wrong.
    """
    try:
        async with request.form(max_fields=6, max_files=1) as fields:
            file = fields.get("picture")
            sent = await file.read() if isinstance(file, UploadFile) else b""
            given = {name: value for name, value in fields.items() if isinstance(value, str) and (value != "" or name in {"id", "words"})}
    except Exception as error:
        if isinstance(error, HTTPException) and error.status_code == 413:  # noqa: PLR2004  # too large, as the guard says
            raise
        raise WrongFormError from error
    if any("\x00" in value for value in given.values()):  # PostgreSQL keeps no NUL in text
        raise WrongFormError
    return typed(CheckInOnGoal, given), sent


async def show_picture(request: Request) -> Response:
    """Give the picture of a check-in."""
    async with begin(request) as work:
        one = await work.find(CheckIn, key(request, "check_in"), see=policy.may_see_check_in)
        picture = await work.session.get(CheckInPicture, one.id)
        if picture is None:
            raise UnknownError
    return Response(picture.content, media_type="image/webp", headers=_HEADERS)
