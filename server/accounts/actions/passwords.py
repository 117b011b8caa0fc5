"""Own passwords: chosen and changed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col, select

from server.accounts.actions import letters
from server.accounts.actions.sessions import end_others
from server.accounts.actions.signing import ONE_AT_A_TIME, fits, hash_password
from server.accounts.actions.tickets import void
from server.accounts.events import PasswordChanged
from server.accounts.models import Account, Attempt
from server.accounts.policy import weak
from server.errors import Code, RefusedError
from server.mail import put

if TYPE_CHECKING:
    from uuid import UUID

    from server.accounts.policy import Weak
    from server.config import Settings
    from server.people.models import Person
    from server.work import Work

FORGOTTEN = "forgotten"
"""The act as which mails that are asked for are counted."""


class WeakPasswordError(RefusedError):
    """A password that is not enough."""

    status = 422

    def __init__(self, why: Weak) -> None:
        """Keep why."""
        super().__init__(Code.form)
        self.why = why


class WrongPasswordError(RefusedError):
    """The present password was asked for, and is another."""

    status = 422

    def __init__(self) -> None:
        """Say nothing more."""
        super().__init__(Code.form)


async def own_account(work: Work) -> Account | None:
    """Give the actor's account, held until the commit; somebody who signs in elsewhere may have none."""
    return (await work.session.exec(select(Account).where(Account.person_id == work.actor.id).with_for_update())).one_or_none()


def reach(person: Person, account: Account | None) -> str:
    """Give the address that mails to a person go to: the confirmed one, else the roster's."""
    return (account.email if account else "") or person.email


async def set_password(work: Work, settings: Settings, account: Account, password: str, keep: UUID | None = None) -> None:
    """Give the actor a new password: all other sessions end, every open one-time way in is void, and what was guessed is forgotten.

    Raises:
        WeakPasswordError: it is not enough.
    """
    if (why := weak(password, account.user_name)) is not None:
        raise WeakPasswordError(why)
    had_one = bool(account.password_hash)
    async with ONE_AT_A_TIME:
        account.password_hash = await asyncio.to_thread(hash_password, password)
    work.session.add(account)
    await void(work.session, work.actor.id)
    await work.session.exec(delete(Attempt).where(col(Attempt.user_name) == account.user_name, col(Attempt.act) != FORGOTTEN))
    await end_others(work, keep)
    work.tell(PasswordChanged(person=work.actor.id, first=not had_one))
    address = reach(work.actor.person, account)
    if had_one and address:
        await put(work.session, settings, work.actor.person, letters.password_changed(settings.address), address)


async def change_password(work: Work, settings: Settings, present: str, wanted: str, keep: UUID) -> None:
    """Change the actor's own password; only whoever knows the present one may.

    Raises:
        WrongPasswordError: the present one is another.
        WeakPasswordError: the new one is not enough.
    """
    await set_password(work, settings, await proven(work, present), wanted, keep)


async def proven(work: Work, present: str) -> Account:
    """Give the actor's account if that is its password: a page left open is no proof of who sits there.

    Raises:
        WrongPasswordError: it is not.
        TooManyAttemptsError: too many have been tried of late.
    """
    account = await own_account(work)
    if account is None or not await fits(work.session, account, present):
        raise WrongPasswordError
    return account
