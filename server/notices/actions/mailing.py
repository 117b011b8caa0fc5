"""Mailing at once what cannot wait for the night, to those who want it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.actions.passwords import reach
from server.accounts.models import Account
from server.columns import now
from server.mail import as_address, put
from server.notices.actions.choosing import mailed_at_once, quiet_until
from server.people.actions import named

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.i18n import Words
    from server.mail import Letter
    from server.notices.actions.choosing import Hearers

    Write = Callable[[str], Callable[[Words], Letter]]
    """Writes a letter to an address."""


async def mail_at_once(session: AsyncSession, settings: Settings, group: str, pupil: UUID, hearers: Hearers, write: Write) -> None:
    """Put a mail about a pupil into the outbox for each who shall hear of it, wants it at once and has an address.

    It leaves when their quiet hours are over.
    """
    chosen = sorted(await mailed_at_once(session, group, pupil, hearers))
    people = await named(session, chosen)
    accounts = {one.person_id: one for one in await session.exec(select(Account).where(col(Account.person_id).in_(chosen)))}
    later = await quiet_until(session, chosen, now())
    for key in chosen:
        if address := as_address(reach(people[key], accounts.get(key))):
            mail = await put(session, settings, people[key], write(address), address)
            mail.next_try = later.get(key, mail.next_try)
