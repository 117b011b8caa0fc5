"""Whom the mentor invites to one talk, lets in, lets write, and takes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import select

from server.accounts.second.entry import origin_of
from server.talks import policy
from server.talks.actions import guests
from server.talks.models import Invited, InvitedAs, Talk
from server.talks.routes.parts import guests_part
from server.web import Form, begin, fragment, go, is_live, key, read, show

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


class InviteGuest(Form):
    """Who is to come, and as what; the page chose the id, so that sending twice invites once."""

    id: UUID
    name: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Literal[InvitedAs.interpreter, InvitedAs.relative, InvitedAs.staff, InvitedAs.other]


class CallTeacher(Form):
    """A teacher of the pupil."""

    person: UUID


class LetWrite(Form):
    """Whether a guest may write."""

    on: bool


async def show_guests(request: Request) -> Response:
    """Show whoever runs a talk who is invited, who waits, and who writes."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.may_run)
        return fragment(request, "talks/_guests.html", **await guests_part(work, talk))


async def invite_guest(request: Request) -> Response:
    """Invite a guest; the link is shown this once."""
    wanted = await read(request, InviteGuest)
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.may_run, lock=True)
        token = await guests.invite(work, talk, wanted.id, wanted.name, wanted.kind)
        said: dict[str, Any] = {"link": f"{origin_of(request)}/guests/{token}", "name": wanted.name, "talk": talk}
        if is_live(request):
            return fragment(request, "talks/_link.html", **said)
        return await show(work, request, "talks/link.html", **said)


async def call_teacher(request: Request) -> Response:
    """Invite a teacher of the pupil."""
    wanted = await read(request, CallTeacher)
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.may_run, lock=True)
        await guests.call(work, talk, wanted.person)
        return await _listed(request, work, talk)


async def _listed(request: Request, work: Work, talk: Talk) -> Response:
    """Answer a script with the list as it is now, a browser without one with the way back to the talk."""
    if is_live(request):
        await work.session.flush()
        return fragment(request, "talks/_guests.html", **await guests_part(work, talk))
    return go(f"/talks/{talk.id}")


async def _about(request: Request, act: Callable[[Work, Invited], Awaitable[None]]) -> Response:
    """Do something about somebody invited, while the talk's row is held."""
    async with begin(request) as work:
        one = await work.find(Invited, key(request, "invited"), see=policy.may_see_invited, may=policy.may_run_invited)
        await work.session.exec(select(Talk.id).where(Talk.id == one.talk_id).with_for_update())
        one = await work.find(Invited, one.id, see=policy.may_see_invited, may=policy.may_run_invited, lock=True)
        await act(work, one)
        return await _listed(request, work, one.talk)


async def admit_guest(request: Request) -> Response:
    """Let in a guest who waits."""
    return await _about(request, guests.admit)


async def remove_guest(request: Request) -> Response:
    """Take somebody invited out, refuse whoever waits, or take a link back."""
    return await _about(request, guests.remove)


async def let_guest_write(request: Request) -> Response:
    """Let a guest write in the joint texts, or no longer."""
    wanted = await read(request, LetWrite)

    async def let(work: Work, one: Invited) -> None:
        await guests.let_write(work, one, on=wanted.on)

    return await _about(request, let)
