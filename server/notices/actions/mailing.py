"""Mailing at once, by a letter of its own, what cannot wait for the night, to those who want it so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.actions.passwords import reach
from server.accounts.models import Account
from server.addresses import as_address, dead_among
from server.columns import now
from server.mail import put
from server.notices.actions.choosing import quiet_until
from server.notices.actions.wishes import mailed_at_once
from server.notices.policy import CANNOT_WAIT, GROUP_OF
from server.people.actions import named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.i18n import Words
    from server.mail import Letter
    from server.notices.actions.wishes import Hearers
    from server.people.models import Person
    from server.plans.models import Plan

    Write = Callable[[str], Callable[[Words], Letter]]
    """Writes a letter to an address."""


@dataclass(frozen=True)
class Occasion:
    """Of which plan and kind of event something is mailed, and until when that is of any use."""

    plan: Plan
    kind: str
    until: datetime | None = None

    def waits(self, quiet: datetime | None) -> bool:
        """Whether it waits until quiet hours are over: not when it would be of no use then."""
        return quiet is not None and self.kind not in CANNOT_WAIT and (self.until is None or quiet < self.until)


async def mail_at_once(session: AsyncSession, settings: Settings, occasion: Occasion, hearers: Hearers, write: Write) -> None:
    """Put a mail about a plan into the outbox for each who shall hear of it, wants it at once and has an address.

    It leaves when their quiet hours are over.
    """
    group = GROUP_OF[occasion.kind]
    chosen = sorted(await mailed_at_once(session, group, occasion.plan.pupil_id, hearers))
    reached = await reached_at(session, chosen)
    later = await quiet_until(session, chosen, now())
    for person, address in reached.values():
        mail = await put(session, settings, person, write(address), address)
        mail.plan_id, mail.stops = occasion.plan.id, group
        if occasion.waits(quiet := later.get(person.id)):
            mail.next_try = quiet


async def reached_at(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, tuple[Person, str]]:
    """Give those of some people who have an address that takes mails, each with it."""
    found = await named(session, people)
    accounts = {one.person_id: one for one in await session.exec(select(Account).where(col(Account.person_id).in_(people)))}
    addresses = {key: as_address(reach(found[key], accounts.get(key))) for key in people if key in found}
    dead = await dead_among(session, set(addresses.values()))
    return {key: (found[key], address) for key, address in addresses.items() if address and address not in dead}
