"""Mailing those whom a talk concerns, at once and with the calendar file: also whoever booked it, whose calendar is to have it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.booking.actions.letters import about_talk, times_free
from server.booking.models import Offer
from server.notices.actions.mailing import Occasion, mail_at_once
from server.notices.policy import AUDIENCE
from server.people.actions import actors_of, around, named
from server.people.policy import standing

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.booking.events import TalkBooked, TalkCancelled, TalkMoved, TalkReminded, TimeFreed
    from server.booking.models import Booking
    from server.config import Settings
    from server.notices.actions.wishes import Hearers
    from server.plans.models import Plan
    from server.work import Work

    About = TalkBooked | TalkMoved | TalkCancelled | TalkReminded


async def invite(work: Work, settings: Settings, booking: Booking, told: About) -> None:
    """Mail the pupil, the household, the mentor and the host what has happened to a talk."""
    offer = await work.session.get_one(Offer, booking.offer_id)
    hearers = await _concerned(work.session, booking.plan, told, booking.host_id)
    until = booking.starts if told.notice == "talk_reminded" else None
    occasion = Occasion(booking.plan, told.notice, until)
    await mail_at_once(
        work.session, settings, occasion, hearers, lambda address: about_talk(settings, told.notice, booking, offer, address)
    )


async def tell_free(work: Work, settings: Settings, plan: Plan, told: TimeFreed) -> None:
    """Mail a household that a time is free."""
    hearers = await _concerned(work.session, plan, told, None)
    link = f"{settings.address}/plans/{plan.id}/booking"
    await mail_at_once(work.session, settings, Occasion(plan, told.notice), hearers, lambda _address: times_free(link))


async def _concerned(session: AsyncSession, plan: Plan, told: About | TimeFreed, host: UUID | None) -> Hearers:
    """Give those who shall hear of something."""
    around_pupil = {one.id: one for one in await around(session, plan)} | (await named(session, [host]) if host else {})
    actors = await actors_of(session, around_pupil.values())
    standings = {key: standing(actor, plan) for key, actor in actors.items()}
    wanted = AUDIENCE[told.notice]
    return {key: who for key, who in standings.items() if key == host or (not who.roles.isdisjoint(wanted) and told.is_for(who))}
