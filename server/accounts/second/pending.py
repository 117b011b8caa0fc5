"""A sign-in that waits for its second step, what may be guessed meanwhile, and the session it becomes."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import delete, func
from sqlmodel import col, select

from server.accounts.actions import TooManyAttemptsError, digest
from server.accounts.models import Authenticator, Guess, Passkey, PendingSignIn, RecoveryCode
from server.accounts.second.policy import GUESSES, PENDING, Held, may_guess
from server.columns import now
from server.errors import SignInError
from server.people.models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work


async def held_by(session: AsyncSession, person: UUID) -> Held:
    """Say what a person has for the second step."""
    app = select(func.count()).select_from(Authenticator).where(Authenticator.person_id == person, col(Authenticator.secret).is_not(None))
    keys = select(func.count()).select_from(Passkey).where(Passkey.person_id == person)
    codes = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person, col(RecoveryCode.used).is_(None))
    row = (await session.exec(select(app.scalar_subquery(), keys.scalar_subquery(), codes.scalar_subquery()))).one()
    return Held(app=row[0] > 0, passkeys=row[1], codes=row[2])


async def begin_pending(work: Work, then: str, provider: str) -> str:
    """Begin to wait for the actor's second step, and give the token by which the browser is known again."""
    token = secrets.token_urlsafe(32)
    await work.session.exec(delete(PendingSignIn).where(col(PendingSignIn.begun) < now() - PENDING))
    work.session.add(PendingSignIn(token_hash=digest(token), person_id=work.actor.id, then=then, provider=provider))
    return token


async def whose_pending(session: AsyncSession, token: str | None) -> tuple[PendingSignIn, Person]:
    """Give the sign-in that waits in this browser, with its person.

    Raises:
        SignInError: none does, or it has waited too long.
    """
    found = None
    if token:
        wanted = (
            select(PendingSignIn, Person)
            .join(Person, col(Person.id) == PendingSignIn.person_id)
            .where(PendingSignIn.token_hash == digest(token), PendingSignIn.begun > now() - PENDING)
        )
        found = (await session.exec(wanted)).one_or_none()
    if found is None:
        raise SignInError
    return found[0], found[1]


async def end_pending(session: AsyncSession, pending: UUID) -> None:
    """Let a sign-in wait no more: it has become a session, or was given up.

    Raises:
        SignInError: another request was first.
    """
    gone = await session.exec(delete(PendingSignIn).where(col(PendingSignIn.id) == pending).returning(col(PendingSignIn.id)))
    if gone.first() is None:
        raise SignInError


async def refuse_guessing(session: AsyncSession, person: UUID) -> None:
    """Hold that a person's codes have not been guessed at too often of late.

    Raises:
        TooManyAttemptsError: they have.
    """
    counted = await session.exec(select(func.count()).select_from(Guess).where(Guess.person_id == person, Guess.at > now() - GUESSES))
    if not may_guess(counted.one()):
        raise TooManyAttemptsError


async def count_guess(session: AsyncSession, person: UUID) -> None:
    """Remember a wrong code, whatever becomes of the rest."""
    session.add(Guess(person_id=person))
    await session.exec(delete(Guess).where(col(Guess.person_id) == person, col(Guess.at) < now() - GUESSES))
    await session.commit()
