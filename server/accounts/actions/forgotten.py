"""Mailing a link to whoever has forgotten a password, and telling nobody whether there is such an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from server.accounts.actions import letters
from server.accounts.actions.passwords import FORGOTTEN, reach
from server.accounts.actions.signing import attempts, note
from server.accounts.actions.tickets import give, given_lately
from server.accounts.models import Account, TicketKind
from server.accounts.policy import MOST_MAILS
from server.addresses import as_address
from server.mail import put
from server.people.models import Person

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings

_MOST_ACCOUNTS = 5
"""A family may share one mailbox; more than this is no family."""


async def ask_for_new_password(session: AsyncSession, settings: Settings, name: str, address: str) -> None:
    """Mail a link for a new password to whoever has that user name or address, if anybody has; nobody is told whether.

    Raises:
        TooManyAttemptsError: one network address asks for very many.
    """
    wanted = name.strip().lower()
    await attempts(session, FORGOTTEN, wanted, address, only_address=True)
    await note(session, FORGOTTEN, wanted, address)
    for account, person in await _those(session, wanted):
        if await given_lately(session, TicketKind.forgotten, person.id) < MOST_MAILS:
            await _mail_link(session, settings, account, person)


async def _those(session: AsyncSession, wanted: str) -> list[tuple[Account, Person]]:
    """Give the accounts that somebody may mean by a user name or an address."""
    known = as_address(wanted) or wanted
    rows = await session.exec(
        select(Account, Person)
        .join(Person, col(Person.id) == Account.person_id)
        .where(
            (col(Account.user_name) == wanted)
            | (col(Account.email) == known)
            | ((col(Account.email) == "") & (func.lower(Person.email) == known))
        )
        .limit(_MOST_ACCOUNTS)
    )
    kept = [await _kept(session, account, person) for account, person in rows]
    found = {one[0].id: one for one in kept if one is not None}
    return [(account, person) for account, person in found.values() if as_address(reach(person, account))]


async def _kept(session: AsyncSession, account: Account, person: Person) -> tuple[Account, Person] | None:
    """Give the account itself, or of somebody known twice that of the one who was kept: the other is closed."""
    if person.merged_into is None:
        return account, person
    kept = await session.get_one(Person, person.merged_into)
    theirs = (await session.exec(select(Account).where(Account.person_id == kept.id))).one_or_none()
    return await _kept(session, theirs, kept) if theirs else None


async def _mail_link(session: AsyncSession, settings: Settings, account: Account, person: Person) -> None:
    """Mail one link. Older ones stay good: else whoever asks again and again in another's name would make theirs useless."""
    to = reach(person, account)
    ticket, token = await give(session, TicketKind.forgotten, person.id, email=to)
    mail = await put(session, settings, person, letters.forgotten(account.user_name, settings.address, token), to)
    ticket.mail_id = mail.id
