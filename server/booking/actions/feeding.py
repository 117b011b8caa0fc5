"""A person's own calendar: a secret address that a calendar program reads; it shows what its owner may see at that moment."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.accounts.actions.signing import digest
from server.booking.events import CalendarEnded, CalendarOpened
from server.booking.models import Booking, CalendarFeed, Offer
from server.booking.policy import may_see_booking
from server.columns import now
from server.errors import UnknownError
from server.people.actions import act_as
from server.people.models import Person

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

BACK = timedelta(days=90)
"""So long past talks stay in the feed."""
_BYTES = 32


async def feed_of(work: Work) -> CalendarFeed | None:
    """Give the actor's feed, if there is one."""
    return await work.session.get(CalendarFeed, work.actor.id)


async def open_feed(work: Work) -> str:
    """Give the actor's calendar a new secret; the one before is void. It is told once, and only its hash is kept."""
    token = token_urlsafe(_BYTES)
    row = {"person_id": work.actor.id, "token_hash": digest(token), "made": now()}
    made = insert(CalendarFeed).values(row)
    await work.session.exec(made.on_conflict_do_update(index_elements=["person_id"], set_=row))
    work.tell(CalendarOpened(person=work.actor.id))
    return token


async def end_feed(work: Work) -> None:
    """Let the actor's calendar read no more."""
    if (kept := await feed_of(work)) is not None:
        await work.session.delete(kept)
        work.tell(CalendarEnded(person=work.actor.id))


async def owner_of(session: AsyncSession, token: str) -> Person:
    """Give whose feed a secret opens.

    Raises:
        UnknownError: nobody's.
    """
    rows = await session.exec(
        select(Person).join(CalendarFeed, col(CalendarFeed.person_id) == col(Person.id)).where(CalendarFeed.token_hash == digest(token))
    )
    person = rows.one_or_none()
    if person is None:
        raise UnknownError
    return person


async def own_talks(session: AsyncSession, person: Person) -> list[tuple[Booking, Offer]]:
    """Give a person's own talks: those of the own household, the pupil's own, and those that the person hosts."""
    actor = await act_as(session, person)
    households = {tie.household_id for tie in actor.ties if tie.household_id is not None}
    theirs = col(Booking.household_id).in_(households) | (col(Booking.pupil_id) == actor.id) | (col(Booking.host_id) == actor.id)
    rows = await session.exec(
        select(Booking, Offer)
        .join(Offer, col(Offer.id) == col(Booking.offer_id))
        .where(theirs, col(Booking.cancelled).is_(None), col(Booking.starts) > now() - BACK)
        .order_by(col(Booking.starts))
    )
    return [(booking, offer) for booking, offer in rows if may_see_booking(actor, booking)]
