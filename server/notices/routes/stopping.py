"""Turning mails off by the link in one, without signing in: looking changes nothing, the button or the mail program's one click does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.errors import UnknownError
from server.guard import from_anywhere
from server.notices.actions.stopping import read_token, stop, stopped
from server.people.actions import act_as
from server.people.models import Person
from server.web import page
from server.work import working

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Actor


def _token(request: Request) -> tuple[UUID, str]:
    """Read the token of the path.

    Raises:
        UnknownError: it is none of ours.
    """
    if (found := read_token(request.app.state.settings, request.path_params["token"])) is None:
        raise UnknownError
    return found


async def show_stop(request: Request) -> Response:
    """Ask whether mails are to be turned off. Looking changes nothing: mail servers look, too."""
    person, what = _token(request)
    async with request.app.state.database.session() as session:
        await _expect(request, session, person)
        done = what in {one.what for one in await stopped(session, person)}
    return page(request, "notices/stop.html", what=what, done=done, unread=0)


@from_anywhere
async def stop_mails(request: Request) -> Response:
    """Turn mails off; twice is once. What is sent besides the token is not read."""
    person, what = _token(request)

    async def actor_of(session: AsyncSession) -> Actor:
        return await act_as(session, await _expect(request, session, person))

    async with working(request.app.state.database, actor_of, request.app.state.announce) as work:
        await stop(work.session, work.actor.id, what)
    return page(request, "notices/stop.html", what=what, done=True, unread=0)


async def _expect(request: Request, session: AsyncSession, key: UUID) -> Person:
    """Load whose mails they are, and answer in their language.

    Raises:
        UnknownError: there is nobody any more.
    """
    if (person := await session.get(Person, key)) is None:
        raise UnknownError
    request.state.expected = person
    return person
