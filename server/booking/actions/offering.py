"""Offering times: previewed, made, open for longer, and withdrawn with all that was booked in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from server.booking.actions.finding import is_taken, of_age, plans_for
from server.booking.actions.holding import hold, never_twice
from server.booking.actions.pattern import Time
from server.booking.actions.taking import cancel
from server.booking.actions.waiting import tell_waiting
from server.booking.events import OfferDated, OfferMade, OfferWithdrawn, TimesOffered, TimeWithdrawn
from server.booking.models import Booking, Hindrance, Offer, OfferPupil, Slot
from server.columns import now
from server.errors import UnknownError, WrongFormError, _

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.work import Work


@dataclass(frozen=True)
class Drawn:
    """A time of the pattern, and what hinders it, if anything."""

    time: Time
    hindrance: Hindrance | None = None


async def preview(session: AsyncSession, offer: Offer, wanted: Sequence[Time]) -> list[Drawn]:
    """Say of each time whether it can be offered."""
    if not wanted:
        return []
    begins, ends = wanted[0].starts, max(one.ends for one in wanted)
    hosts, rooms = await _taken_by(session, offer, begins, ends), await _room_taken(session, offer, begins, ends)
    return [Drawn(one, _hindrance(one, hosts, rooms)) for one in wanted]


def _hindrance(time: Time, hosts: list[Time], rooms: list[Time]) -> Hindrance | None:
    """Say what hinders a time."""
    if time.starts <= now():
        return Hindrance.over
    if any(time.meets(one.starts, one.ends) for one in hosts):
        return Hindrance.offered
    return Hindrance.room if any(time.meets(one.starts, one.ends) for one in rooms) else None


async def _taken_by(session: AsyncSession, offer: Offer, begins: datetime, ends: datetime) -> list[Time]:
    """Give what the host offers this class, and every talk that the host has, within some days."""
    slots = select(Slot.starts, Slot.ends).where(
        Slot.host_id == offer.host_id,
        Slot.class_id == offer.class_id,
        col(Slot.cancelled).is_(None),
        col(Slot.starts) < ends,
        col(Slot.ends) > begins,
    )
    talks = select(Booking.starts, Booking.ends).where(
        Booking.host_id == offer.host_id, col(Booking.cancelled).is_(None), col(Booking.starts) < ends, col(Booking.ends) > begins
    )
    return [Time(*row) for wanted in (slots, talks) for row in await session.exec(wanted)]


async def _room_taken(session: AsyncSession, offer: Offer, begins: datetime, ends: datetime) -> list[Time]:
    """Give when colleagues offer times, or have talks, in the room."""
    if not offer.room:
        return []
    here = func.lower(Offer.room) == offer.room.lower()
    slots = (
        select(Slot.starts, Slot.ends)
        .join(Offer, col(Offer.id) == col(Slot.offer_id))
        .where(Offer.school_id == offer.school_id, here, Slot.host_id != offer.host_id, col(Slot.cancelled).is_(None))
        .where(col(Slot.starts) < ends, col(Slot.ends) > begins)
    )
    return [Time(*row) for row in await session.exec(slots)]


async def offer_times(work: Work, settings: Settings, offer: Offer, wanted: Sequence[Time], pupils: Collection[UUID]) -> Offer:
    """Offer times, those that nothing hinders; tell the homes, and by mail those that wait. A form that is sent twice offers once.

    Raises:
        WrongFormError: none is left to offer.
    """
    await hold(work, offer.host_id)
    if (made := await work.session.get(Offer, offer.id)) is not None:
        if (made.class_id, made.made_by) != (offer.class_id, work.actor.id):
            raise WrongFormError
        return made
    times = [one.time for one in await preview(work.session, offer, wanted) if one.hindrance is None]
    if not times:
        raise WrongFormError({"time": _("No time is left to offer. Choose other days or hours.")})
    work.session.add(offer)
    async with never_twice(work):
        whose: dict[str, Any] = {"offer_id": offer.id, "class_id": offer.class_id, "host_id": offer.host_id}
        work.session.add_all([Slot(**whose, starts=one.starts, ends=one.ends) for one in times])
        work.session.add_all([OfferPupil(offer_id=offer.id, pupil_id=one) for one in pupils if not offer.whole])
    work.tell(OfferMade(offer=offer.id, klass=offer.class_id))
    plans = await plans_for(work.session, offer)
    adults = await of_age(work.session, {plan.pupil_id for plan in plans})
    for plan in plans:
        work.tell(TimesOffered(plan=plan.id, offer=offer.id, of_age=plan.pupil_id in adults))
    await tell_waiting(work, settings, offer)
    return offer


async def keep_open(work: Work, settings: Settings, offer: Offer, closes: datetime) -> None:
    """Let times be booked until another day. The row must be held."""
    if offer.closes == closes:
        return
    was_closed, offer.closes = offer.closes <= now(), closes
    work.tell(OfferDated(offer=offer.id, klass=offer.class_id))
    if was_closed:
        await tell_waiting(work, settings, offer)


async def withdraw(work: Work, settings: Settings, offer: Offer) -> None:
    """Take an offer back: its times are gone, talks booked in it that are still to come are cancelled, and everybody concerned is told.

    Its host must be held, and its row.
    """
    if offer.cancelled is not None:
        return
    offer.cancelled = now()
    for slot in (await work.session.exec(select(Slot).where(Slot.offer_id == offer.id))).unique():
        slot.cancelled = offer.cancelled
    wanted = select(Booking).where(Booking.offer_id == offer.id, col(Booking.cancelled).is_(None), col(Booking.starts) > now())
    for booking in (await work.session.exec(wanted.order_by(col(Booking.starts)))).unique():
        await cancel(work, settings, booking)
    work.tell(OfferWithdrawn(offer=offer.id, klass=offer.class_id))


async def withdraw_time(work: Work, offer: Offer, key: UUID) -> None:
    """Take one free time of an offer back. The offer's host must be held.

    Raises:
        UnknownError: the offer has no such time.
        WrongFormError: a talk is booked over it.
    """
    slot = await work.session.get(Slot, key, populate_existing=True)
    if slot is None or slot.offer_id != offer.id:
        raise UnknownError
    if slot.cancelled is not None:
        return
    if (await work.session.exec(select(is_taken()).where(Slot.id == key))).one():
        raise WrongFormError({"slot": _("A talk is booked at this time. Move or cancel it first.")})
    slot.cancelled = now()
    work.tell(TimeWithdrawn(offer=offer.id, klass=offer.class_id))


async def offers_in(session: AsyncSession, klass: UUID) -> list[Offer]:
    """Give the offers of a class that hold, the newest first."""
    rows = await session.exec(select(Offer).where(Offer.class_id == klass, col(Offer.cancelled).is_(None)).order_by(col(Offer.made).desc()))
    return list(rows)
