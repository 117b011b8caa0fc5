"""What somebody has for the second step: removed, reset; and the proof that it is still them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, update
from sqlmodel import col, select

from server.accounts.actions import check, letters, reach
from server.accounts.models import Account, Authenticator, Challenge, Passkey, PendingSignIn, RecoveryCode, Session
from server.accounts.second import policy
from server.accounts.second.events import SecondFactorRemoved, SecondFactorReset
from server.accounts.second.pending import held_by
from server.accounts.second.rules import required_of
from server.columns import now
from server.errors import ForbiddenError, SignInError
from server.events import SignedOut
from server.mail import put
from server.people.models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.work import Work


class ProofNeededError(ForbiddenError):
    """Before this is changed, the person shows again who it is."""


async def hold_recent(work: Work, session_id: UUID) -> None:
    """Hold that the actor has shown a short while ago who it is.

    Raises:
        ProofNeededError: it must be shown again first.
    """
    if not await is_recent(work.session, session_id):
        raise ProofNeededError


async def is_recent(session: AsyncSession, session_id: UUID) -> bool:
    """Whether a session's person has shown a short while ago who it is."""
    found = await session.get_one(Session, session_id)
    return policy.is_recent((found.begun, found.proved), now())


async def prove(session: AsyncSession, session_id: UUID) -> None:
    """Remember that a session's person has shown again who it is."""
    await session.exec(update(Session).where(col(Session.id) == session_id).values(proved=now()))


async def user_name_of(session: AsyncSession, person: UUID) -> str:
    """Give a person's user name; empty if there is no password to give, as for those who come by a provider."""
    return (await session.exec(select(Account.user_name).where(Account.person_id == person))).first() or ""


async def prove_by_password(work: Work, session_id: UUID, password: str, address: str) -> None:
    """Take the actor's password again.

    Raises:
        SignInError: it is not right.
        TooManyAttemptsError: there were too many wrong ones of late.
    """
    name = await user_name_of(work.session, work.actor.id)
    if not name or (await check(work.session, name, password, address)).id != work.actor.id:
        raise SignInError
    await prove(work.session, session_id)


async def hold_removable(work: Work) -> None:
    """Hold that one of the actor's second steps may go, until it has gone.

    Raises:
        ForbiddenError: it is the last, and a school asks for one.
    """
    await work.once(work.actor.id)
    held = await held_by(work.session, work.actor.id)
    if not policy.may_remove(held, required=await required_of(work.session, work.actor)):
        raise ForbiddenError


async def remove_app(work: Work) -> None:
    """Remove the actor's app for codes."""
    gone = delete(Authenticator).where(col(Authenticator.person_id) == work.actor.id).returning(col(Authenticator.secret))
    if any(secret is not None for secret in (await work.session.exec(gone)).scalars()):
        work.tell(SecondFactorRemoved(factor=policy.Factor.app))


async def drop_idle_codes(work: Work) -> None:
    """Void the actor's recovery codes when there is nothing left that they could stand in for."""
    if not (await held_by(work.session, work.actor.id)).any:
        await work.session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == work.actor.id))


async def reset(work: Work, settings: Settings, person: UUID) -> None:
    """Take every second step from somebody who has lost theirs, and end their sessions: whoever found the device is out too."""
    for table in (Authenticator, Passkey, RecoveryCode, PendingSignIn, Challenge):
        await work.session.exec(delete(table).where(col(table.person_id) == person))
    live = (col(Session.person_id) == person) & col(Session.ended).is_(None)
    ended = await work.session.exec(update(Session).where(live).values(ended=now()).returning(col(Session.id)))
    work.tell(SecondFactorReset(person=person))
    account = (await work.session.exec(select(Account).where(Account.person_id == person))).one_or_none()
    owner = await work.session.get_one(Person, person)
    if address := reach(owner, account):
        await put(work.session, settings, owner, letters.second_step_reset(settings.address), address)
    for session in ended.scalars():
        work.tell(SignedOut(session=session))
