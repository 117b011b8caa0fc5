"""One-time ways in: given out, looked up, used, made void."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col, func, select

from server.accounts.actions.signing import digest
from server.accounts.models import Account, Ticket, TicketKind
from server.accounts.policy import LASTS, MAIL_WINDOW, is_open
from server.columns import now
from server.people.models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

Found = tuple[Ticket, Account, Person]


async def give(session: AsyncSession, kind: TicketKind, person: UUID, *, email: str = "", by: UUID | None = None) -> tuple[Ticket, str]:
    """Give out a link's token, 256 random bits; we keep only its hash."""
    token = secrets.token_urlsafe(32)
    ticket = Ticket(kind=kind, person_id=person, secret=digest(token).hex(), email=email, by_id=by, expires=now() + LASTS[kind])
    session.add(ticket)
    await session.flush()
    return ticket, token


async def held(session: AsyncSession, token: str) -> Found | None:
    """Give what a link's token opens, if it still opens anything; held until the commit, so that two who come at once are one too many."""
    rows = await session.exec(
        select(Ticket, Account, Person)
        .join(Account, col(Account.person_id) == Ticket.person_id)
        .join(Person, col(Person.id) == Ticket.person_id)
        .where(Ticket.secret == digest(token).hex(), Ticket.kind != TicketKind.slip)
        .with_for_update(of=Ticket)
    )
    found = rows.one_or_none()
    return (found[0], found[1], found[2]) if found and is_open(found[0], now()) else None


async def void(session: AsyncSession, person: UUID, *kinds: TicketKind) -> None:
    """Make a person's open ways in useless: those of some kinds, or all."""
    wanted = update(Ticket).where(col(Ticket.person_id) == person, col(Ticket.used).is_(None), col(Ticket.void).is_(None))
    if kinds:
        wanted = wanted.where(col(Ticket.kind).in_(kinds))
    await session.exec(wanted.values(void=now()))


async def given_lately(session: AsyncSession, kind: TicketKind, person: UUID) -> int:
    """Count the links of a kind that were given out to a person of late."""
    lately = (Ticket.person_id == person, Ticket.kind == kind, Ticket.made > now() - MAIL_WINDOW)
    return (await session.exec(select(func.count()).select_from(Ticket).where(*lately))).one()
