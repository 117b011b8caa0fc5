"""What somebody can see of why a mail or a push came, or did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.actions.passwords import reach
from server.accounts.models import Account
from server.addresses import as_address, dead_among
from server.columns import now
from server.mail import Mail, mails_to
from server.notices.actions.choosing import quiet_until
from server.notices.actions.stopping import stopped
from server.notices.models import Digest, MailStop, Push, PushDevice

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person

LATELY = timedelta(days=14)
MOST = 30


@dataclass(frozen=True)
class Delivery:
    """Where mails to somebody go, what stands in their way, and what became of the newest ones."""

    address: str
    is_dead: bool
    """Whether the mail server has refused the address for good."""
    stopped: list[MailStop]
    quiet: datetime | None
    """Until when nothing comes just now."""
    nights: list[date]
    """The nights of late that had something to tell and no address to tell it to."""
    mails: list[Mail]
    pushes: list[tuple[Push, PushDevice]]


async def delivery_to(session: AsyncSession, person: Person) -> Delivery:
    """Gather what became of the mails and pushes to somebody."""
    account = (await session.exec(select(Account).where(Account.person_id == person.id))).first()
    address = as_address(reach(person, account))
    lately = col(Digest.at) > now() - LATELY
    lost = select(col(Digest.night)).where(col(Digest.person_id) == person.id, col(Digest.mail_id).is_(None), lately)
    pushes = select(Push, PushDevice).join(PushDevice, col(PushDevice.id) == Push.device_id).where(col(Push.person_id) == person.id)
    newest = await session.exec(pushes.order_by(col(Push.made).desc()).limit(MOST))
    return Delivery(
        address,
        bool(address and await dead_among(session, {address})),
        await stopped(session, person.id),
        (await quiet_until(session, [person.id], now())).get(person.id),
        list(await session.exec(lost.order_by(col(Digest.night).desc()))),
        await mails_to(session, person.id),
        [(push, device) for push, device in newest],
    )
