"""Mailing those whom a talk concerns, at once and with the calendar file: also whoever booked it, whose calendar is to have it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.actions.passwords import reach
from server.accounts.models import Account
from server.booking.actions.letters import about_talk, times_free
from server.booking.models import Offer
from server.columns import now
from server.mail import as_address, put
from server.notices.actions.choosing import mailed_at_once, quiet_until
from server.notices.policy import AUDIENCE
from server.people.actions import actors_of, around, named
from server.people.policy import standing

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.booking.events import TalkBooked, TalkCancelled, TalkMoved, TalkReminded, TimeFreed
    from server.booking.models import Booking
    from server.config import Settings
    from server.i18n import Words
    from server.mail import Letter
    from server.people.models import Person
    from server.plans.models import Plan
    from server.work import Work

    About = TalkBooked | TalkMoved | TalkCancelled | TalkReminded
    Write = Callable[[str], Callable[[Words], Letter]]
    """Writes a letter to an address."""


async def invite(work: Work, settings: Settings, booking: Booking, told: About) -> None:
    """Mail the pupil, the household, the mentor and the host what has happened to a talk."""
    offer = await work.session.get_one(Offer, booking.offer_id)
    people = await _concerned(work.session, booking.plan, told, booking.host_id)
    await _mail(work.session, settings, people, lambda address: about_talk(settings, told.notice, booking, offer, address))


async def tell_free(work: Work, settings: Settings, plan: Plan, told: TimeFreed) -> None:
    """Mail a household that a time is free."""
    people = await _concerned(work.session, plan, told, None)
    link = f"{settings.address}/plans/{plan.id}/booking"
    await _mail(work.session, settings, people, lambda _address: times_free(link))


async def _concerned(session: AsyncSession, plan: Plan, told: About | TimeFreed, host: UUID | None) -> list[Person]:
    """Give those who hear of something and want it mailed at once."""
    around_pupil = {one.id: one for one in await around(session, plan)} | (await named(session, [host]) if host else {})
    actors = await actors_of(session, around_pupil.values())
    standings = {key: standing(actor, plan) for key, actor in actors.items()}
    wanted = AUDIENCE[told.notice]
    hearers = {key: who for key, who in standings.items() if key == host or (not who.roles.isdisjoint(wanted) and told.is_for(who))}
    chosen = await mailed_at_once(session, "booking", plan.pupil_id, hearers)
    return [around_pupil[key] for key in sorted(chosen)]


async def _mail(session: AsyncSession, settings: Settings, people: list[Person], write: Write) -> None:
    """Put a mail to each who has an address into the outbox; it leaves when their quiet hours are over."""
    keys = [one.id for one in people]
    accounts = {one.person_id: one for one in await session.exec(select(Account).where(col(Account.person_id).in_(keys)))}
    later = await quiet_until(session, keys, now())
    for one in people:
        if address := as_address(reach(one, accounts.get(one.id))):
            mail = await put(session, settings, one, write(address), address)
            mail.next_try = later.get(one.id, mail.next_try)
