"""Which of two accounts is left to sign in with when two people turn out to be one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlmodel import col, select

from server.accounts.models import Account

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

OWN = ("user_name", "password_hash", "email", "demo")


async def lead_to_password(session: AsyncSession, kept: UUID, double: UUID) -> bool:
    """Give the kept person the account with a password where theirs has none yet: the double's is closed. Says whether it did."""
    accounts = await _of(session, kept, double)
    changed = len(accounts) == 2 and not accounts[kept].password_hash and bool(accounts[double].password_hash)  # noqa: PLR2004  # both
    if changed:
        await swap(session, kept, double)
    return changed


async def swap(session: AsyncSession, one: UUID, other: UUID) -> None:
    """Let two people sign in by each other's accounts; where one has none any longer, nothing is done."""
    accounts = await _of(session, one, other)
    if len(accounts) < 2:  # noqa: PLR2004  # both
        return
    here, there = accounts[one], accounts[other]
    theirs = {name: (getattr(there, name), getattr(here, name)) for name in OWN}
    here.user_name = f"~{uuid4()}"  # a user name is one person's at any moment
    await session.flush()
    for account, which in ((there, 1), (here, 0)):
        for name in OWN:
            setattr(account, name, theirs[name][which])
        await session.flush()


async def _of(session: AsyncSession, *people: UUID) -> dict[UUID, Account]:
    """Give the accounts of some people."""
    return {one.person_id: one for one in await session.exec(select(Account).where(col(Account.person_id).in_(people)))}
