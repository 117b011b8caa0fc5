"""Which times there are for pupils' talks, which of them are free, and whose they are to book."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from server.booking.models import Booking, Offer, OfferPupil, Slot
from server.booking.policy import BOOKABLE
from server.columns import now
from server.people.actions import FAMILY, born_by, gives_rights, local_day
from server.people.models import Person, Relation
from server.plans.models import Plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession


def is_taken(but: UUID | None = None) -> ColumnElement[bool]:
    """Hold for slots over which a talk of the same host, or in the same room, is booked; `but` one booking, that is to be moved."""
    there, offer = aliased(Booking), aliased(Offer)
    in_room = (
        exists()
        .where(
            col(offer.id) == col(Slot.offer_id),
            col(offer.room) != "",
            col(there.school_id) == col(offer.school_id),
            func.lower(there.room) == func.lower(offer.room),
        )
        .correlate(Slot, there)
    )
    taken = exists().where(
        col(there.cancelled).is_(None),
        col(there.starts) < col(Slot.ends),
        col(there.ends) > col(Slot.starts),
        (col(there.host_id) == col(Slot.host_id)) | in_room,
    )
    return taken.where(col(there.id) != but) if but else taken


def concerns() -> ColumnElement[bool]:
    """Hold for pairs of an offer and a plan for which it is: of the class, for all or for this pupil, and the newest plan there."""
    newer = aliased(Plan)
    chosen = exists().where(col(OfferPupil.offer_id) == col(Offer.id), col(OfferPupil.pupil_id) == col(Plan.pupil_id))
    is_old = exists().where(
        col(newer.pupil_id) == col(Plan.pupil_id), col(newer.school_id) == col(Plan.school_id), col(newer.begun) > col(Plan.begun)
    )
    return (
        (col(Offer.class_id) == col(Plan.class_id))
        & (col(Offer.school_id) == col(Plan.school_id))
        & col(Offer.cancelled).is_(None)
        & (col(Offer.whole) | chosen)
        & ~is_old
        & col(Plan.phase).in_(BOOKABLE)
    )


async def offers_for(session: AsyncSession, plans: Collection[UUID]) -> dict[UUID, list[Offer]]:
    """Give the offers for each plan, the oldest first; every plan is there."""
    rows = await session.exec(select(Plan.id, Offer).where(concerns(), col(Plan.id).in_(plans)).order_by(col(Offer.made)))
    found: dict[UUID, list[Offer]] = {one: [] for one in plans}
    for plan, offer in rows:
        found[plan].append(offer)
    return found


async def plans_for(session: AsyncSession, offer: Offer) -> list[Plan]:
    """Give the plans for whose talks an offer is."""
    rows = await session.exec(select(Plan).join(Offer, concerns()).where(Offer.id == offer.id).order_by(col(Plan.id)))
    return list(rows)


async def free_slots(session: AsyncSession, offers: Iterable[Offer], but: UUID | None = None, *, late: bool = False) -> list[Slot]:
    """Give the times of some offers that are to come and free, in their order; of those that are closed only for whoever may be `late`."""
    at = now()
    open_ones = [one.id for one in offers if (late or one.closes > at) and one.cancelled is None]
    wanted = select(Slot).where(col(Slot.offer_id).in_(open_ones), col(Slot.cancelled).is_(None), col(Slot.starts) > at, ~is_taken(but))
    return list((await session.exec(wanted.order_by(col(Slot.starts), col(Slot.id)))).unique())


def longest(slot: Slot, free: Sequence[Slot]) -> int:
    """Give the minutes that a talk can take from a time on, over free ones of the offer that follow with only its pause between."""
    pause, until = timedelta(minutes=slot.offer.pause), slot.ends
    for one in free:
        if one.offer_id == slot.offer_id and until <= one.starts <= until + pause:
            until = one.ends
    return int((until - slot.starts).total_seconds() // 60)


async def busy_with(session: AsyncSession, pupil: UUID, household: UUID | None, but: UUID | None = None) -> list[Booking]:
    """Give the live talks that a pupil or a household has already, that with another school too."""
    theirs = col(Booking.pupil_id) == pupil
    if household is not None:
        theirs |= col(Booking.household_id) == household
    wanted = select(Booking).where(theirs, col(Booking.cancelled).is_(None), *([col(Booking.id) != but] if but else []))
    return list((await session.exec(wanted)).unique())


async def bookers(session: AsyncSession, pupils: Collection[UUID]) -> dict[UUID, tuple[UUID | None, ...]]:
    """Give for each pupil the households that have a talk to book; none stands for the pupil, who is of age or has no home that does."""
    rows = await session.exec(
        select(Relation.pupil_id, Relation.household_id)
        .where(
            col(Relation.pupil_id).in_(pupils),
            col(Relation.kind).in_(FAMILY[:2]),
            gives_rights(now()),
            col(Relation.household_id).is_not(None),
        )
        .distinct()
        .order_by(col(Relation.household_id))
    )
    found: dict[UUID, list[UUID | None]] = {}
    for pupil, household in rows:
        if pupil is not None:
            found.setdefault(pupil, []).append(household)
    return {one: tuple(found.get(one, [None])) for one in pupils}


async def of_age(session: AsyncSession, pupils: Collection[UUID]) -> set[UUID]:
    """Give those of some pupils who are of age, and book for themselves."""
    rows = await session.exec(select(Person.id).where(col(Person.id).in_(pupils), col(Person.born) <= born_by(local_day(now()))))
    return set(rows)


async def booked(session: AsyncSession, plans: Collection[UUID]) -> list[Booking]:
    """Give the live talks of plans, in their order."""
    wanted = select(Booking).where(col(Booking.plan_id).in_(plans), col(Booking.cancelled).is_(None)).order_by(col(Booking.starts))
    return list((await session.exec(wanted)).unique())


async def reach_of(session: AsyncSession, plan: UUID, household: UUID | None) -> tuple[str, str]:
    """Give the number and the link that the next talk of a plan was booked with: of a household, or of whichever home comes first."""
    wanted = (
        select(Offer.phone, Offer.link)
        .join(Booking, col(Booking.offer_id) == col(Offer.id))
        .where(Booking.plan_id == plan, col(Booking.cancelled).is_(None), col(Booking.ends) > now() - timedelta(hours=12))
        .order_by(col(Booking.starts))
    )
    if household is not None:
        wanted = wanted.where(Booking.household_id == household)
    return (await session.exec(wanted)).first() or ("", "")
