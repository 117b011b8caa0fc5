"""Signing in, staying signed in, signing out."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import func, update
from sqlmodel import col, select

from server.accounts.actions.usernames import called
from server.accounts.models import Attempt, Session
from server.accounts.policy import WINDOW, may_try, normal
from server.columns import now
from server.errors import Code, RefusedError, SignInError
from server.events import SignedIn, SignedOut
from server.notices.actions.devices import sign_out_here
from server.people.models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.accounts.models import Account
    from server.work import Work

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex())
"""Verified when there is no such account, so that the answer takes as long."""
ONE_AT_A_TIME = asyncio.Semaphore(2)
"""Argon2 is heavy by intent: a crowd signing in waits in line instead of starving everyone's keystrokes."""


class TooManyAttemptsError(RefusedError):
    """Too many failures lately; the next try must wait."""

    status = 429

    def __init__(self) -> None:
        """Say nothing of which account or address."""
        super().__init__(Code.slow_down)


def hash_password(password: str) -> str:
    """Give the argon2id hash to keep of a password."""
    return _HASHER.hash(normal(password))


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one kept; where none is kept, none is, and the answer takes as long."""
    try:
        return _HASHER.verify(kept or _NOBODY, normal(password))
    except VerificationError:
        return False


async def fits(session: AsyncSession, account: Account, password: str) -> bool:
    """Whether a password is an account's, in its turn and not too often; a failure counts even though nothing else happens.

    Raises:
        TooManyAttemptsError: too many failures for that account of late.
    """
    await attempts(session, "password", account.user_name, "")
    async with ONE_AT_A_TIME:
        right = await asyncio.to_thread(matches, account.password_hash, password)
    if not right:
        await note(session, "password", account.user_name, "")
        await session.commit()
    return right


async def _rehash(account: Account, password: str) -> None:
    """Keep a password by today's parameters, now that it is at hand."""
    if _HASHER.check_needs_rehash(account.password_hash):
        async with ONE_AT_A_TIME:
            account.password_hash = await asyncio.to_thread(hash_password, password)


async def check(session: AsyncSession, user_name: str, password: str, address: str) -> Person:
    """Give the person whose user name, or confirmed address, and password these are. An account's failures count together by either.

    Raises:
        SignInError: they are nobody's; it cannot be told which of the two is wrong.
        TooManyAttemptsError: too many failures for that account or address of late.
    """
    found = await called(session, user_name)
    name = found[0].user_name if found else user_name.strip().lower()
    await attempts(session, "sign_in", name, address)
    async with ONE_AT_A_TIME:
        right = await asyncio.to_thread(matches, found[0].password_hash if found else "", password)
    if found is None or not right:
        await note(session, "sign_in", name, address)
        await session.commit()
        raise SignInError
    await _rehash(found[0], password)
    return found[1]


async def note(session: AsyncSession, act: str, name: str, address: str) -> None:
    """Count a try."""
    session.add(Attempt(act=act, user_name=name, address=address))


async def attempts(session: AsyncSession, act: str, name: str, address: str, *, only_address: bool = False) -> None:
    """Count the recent failures of an act and stop if there are too many.

    Raises:
        TooManyAttemptsError: there are.
    """
    since = now() - WINDOW
    counted = await session.exec(
        select(
            func.count().filter(col(Attempt.user_name) == name),
            func.count().filter(col(Attempt.address) == address),
        ).where(Attempt.at > since, Attempt.act == act)
    )
    by_name, by_address = counted.one()
    if not may_try(0 if only_address else by_name, by_address if address else 0):
        raise TooManyAttemptsError


async def begin_session(work: Work, hours: int) -> str:
    """Begin a session for the actor and give its token: 256 random bits, kept by us only as a hash."""
    token = secrets.token_urlsafe(32)
    session = Session(token_hash=digest(token), person_id=work.actor.id, expires=now() + timedelta(hours=hours))
    work.session.add(session)
    work.tell(SignedIn(session=session.id))
    return token


async def end_session(work: Work, session_id: UUID, device: UUID | None = None) -> None:
    """End one of the actor's sessions, and pushes to its device; its sockets close with it."""
    await sign_out_here(work, session_id, device)
    ended = update(Session).where(col(Session.id) == session_id, col(Session.person_id) == work.actor.id).values(ended=now())
    await work.session.exec(ended)
    work.tell(SignedOut(session=session_id))


async def whose(session: AsyncSession, token: str | None) -> tuple[Session, Person]:
    """Give the live session that a cookie's token belongs to, with its person.

    Raises:
        SignInError: there is none, or it has ended.
    """
    if not token:
        raise SignInError
    wanted = (
        select(Session, Person)
        .join(Person, col(Person.id) == Session.person_id)
        .where(Session.token_hash == digest(token), col(Session.ended).is_(None), Session.expires > now())
    )
    found = (await session.exec(wanted)).one_or_none()
    if found is None:
        raise SignInError
    return found[0], found[1]


def digest(token: str) -> bytes:
    """Give the SHA-256 by which a token is kept: a stolen table opens no session."""
    return hashlib.sha256(token.encode()).digest()


async def still_live(session: AsyncSession, session_id: UUID) -> None:
    """Hold that a session has not ended since a connection was let in by it.

    Raises:
        SignInError: it has.
    """
    wanted = select(Session.id).where(Session.id == session_id, col(Session.ended).is_(None), Session.expires > now())
    if (await session.exec(wanted)).first() is None:
        raise SignInError
