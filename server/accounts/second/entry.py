"""From the first step into a session: what every way to sign in ends with."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from server.accounts.actions import begin_session, whose
from server.accounts.second.events import SignedInByProvider
from server.accounts.second.passkeys import Site
from server.accounts.second.pending import begin_pending, end_pending, held_by, whose_pending
from server.accounts.second.policy import PENDING, Step, next_step
from server.accounts.second.rules import required_of
from server.accounts.second.vault import Vault, vault_of
from server.errors import ForbiddenError, SignInError, UnknownError, WrongFormError
from server.people.actions import act_as
from server.web import COOKIE, go
from server.work import working

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.requests import Request
    from starlette.responses import Response

    from server.accounts.models import PendingSignIn
    from server.people.policy import Actor
    from server.work import Work

STEP_COOKIE = "stegvis_step"
ASK = "/sign-in/second-step"
SET_UP = "/settings/second-factor"


def vault(request: Request) -> Vault:
    """Give the server's vault, opened at its first use."""
    state = request.app.state
    if not hasattr(state, "vault"):
        state.vault = vault_of(state.settings)
    opened: Vault = state.vault
    return opened


def origin_of(request: Request) -> str:
    """Give the public address: as it is set, else as the browser asked for it."""
    return request.app.state.settings.origin or f"{request.url.scheme}://{request.headers.get('host', '')}"


def site_of(request: Request) -> Site:
    """Give the site that passkeys are good for.

    Raises:
        WrongFormError: the browser asked for no host at all.
    """
    origin = origin_of(request)
    try:
        host = urlsplit(origin).hostname
    except ValueError as error:
        raise WrongFormError from error
    if not host:
        raise WrongFormError
    return Site(origin, host)


async def admit(request: Request, work: Work, then: str, *, provider: str = "", vouched: bool = False) -> Response:
    """Let in whoever has shown the first step: into a session, or to the second step that is still asked for.

    `vouched` is the word of a provider that is trusted to have asked for both.
    """
    held = await held_by(work.session, work.actor.id)
    step = next_step(held, required=await required_of(work.session, work.actor), vouched=vouched)
    if step is Step.enter:
        return await enter(request, work, go(then), provider)
    token = await begin_pending(work, then, provider)
    answer = go(ASK if step is Step.ask else SET_UP)
    set_cookie(request, answer, STEP_COOKIE, token, int(PENDING.total_seconds()))
    answer.delete_cookie(COOKIE)  # whoever was signed in here before: the set-up page must not take it for theirs
    return answer


async def step_left(request: Request) -> str:
    """Give the address at which somebody goes on who has shown the first step in this browser; nothing if nobody has."""
    token = request.cookies.get(STEP_COOKIE)
    if not token:
        return ""
    async with request.app.state.database.session() as session:
        try:
            _pending, person = await whose_pending(session, token)
        except SignInError:
            return ""
        return ASK if (await held_by(session, person.id)).any else SET_UP


async def enter(request: Request, work: Work, answer: Response, provider: str = "") -> Response:
    """Begin the session, with a token that nobody has seen before, and put it into an answer."""
    hours = request.app.state.settings.session_hours
    token = await begin_session(work, hours)
    if provider:
        work.tell(SignedInByProvider(provider=provider))
    set_cookie(request, answer, COOKIE, token, hours * 3600)
    answer.delete_cookie(STEP_COOKIE)
    return answer


def set_cookie(request: Request, answer: Response, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts and other sites' forms do not get."""
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=request.app.state.settings.secure_cookie)


@asynccontextmanager
async def begin_second(request: Request) -> AsyncIterator[tuple[Work, PendingSignIn]]:
    """Begin work for whoever has shown the first step, to take the second.

    Raises:
        SignInError: nobody has, in this browser and of late.
    """
    found: list[PendingSignIn] = []

    async def actor_of(session: AsyncSession) -> Actor:
        pending, request.state.expected = await whose_pending(session, request.cookies.get(STEP_COOKIE))
        found.append(pending)
        return await act_as(session, request.state.expected)

    state = request.app.state
    async with working(state.database, actor_of, state.announce) as work:
        yield work, found[0]


@asynccontextmanager
async def begin_own(request: Request) -> AsyncIterator[tuple[Work, PendingSignIn | None]]:
    """Begin work on one's own second step: signed in, or on the way in because a school asks for one and there is none yet.

    Raises:
        SignInError: neither.
    """
    found: list[PendingSignIn] = []

    async def actor_of(session: AsyncSession) -> Actor:
        try:
            signed_in, person = await whose(session, request.cookies.get(COOKIE))
        except SignInError:
            pending, person = await whose_pending(session, request.cookies.get(STEP_COOKIE))
            if (await held_by(session, person.id)).any:  # set up elsewhere meanwhile: then it is asked for, and not another one made
                raise
            found.append(pending)
            request.state.expected = person
        else:
            if person.guest:  # nobody anywhere but in their talk
                raise UnknownError
            request.state.session_id, request.state.person = signed_in.id, person
        return await act_as(session, person)

    state = request.app.state
    async with working(state.database, actor_of, state.announce) as work:
        yield work, found[0] if found else None


async def enter_from(request: Request, work: Work, pending: PendingSignIn, answer: Response) -> Response:
    """Turn a waiting sign-in into a session, once."""
    await end_pending(work.session, pending.id)
    return await enter(request, work, answer, pending.provider)


def session_id(request: Request, pending: PendingSignIn | None) -> UUID:
    """Give the session of whoever is signed in.

    Raises:
        ForbiddenError: nobody is yet; only setting up is open.
    """
    if pending is not None:
        raise ForbiddenError
    found: UUID = request.state.session_id
    return found
