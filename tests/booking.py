"""Times that are offered and talks that are booked, as if they had always been."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from server.booking.models import Booking, Held, Offer, Slot
from server.columns import now

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person
    from server.plans.models import Plan
    from server.schools.models import Class


def tomorrow(hour: int = 14, minute: int = 0, days: int = 2) -> datetime:
    """Give a moment that is to come, whatever the clock says now."""
    day = datetime.now(UTC) + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


async def offered(session: AsyncSession, klass: Class, host: Person, count: int = 4, **fields: Any) -> tuple[Offer, list[Slot]]:
    """Offer some times of twenty minutes, one after another, from `first` on."""
    first = fields.pop("first", tomorrow())
    says = {"room": "Room 12", "held": Held.here, "minutes": 20, "longer": 40, "closes": first - timedelta(hours=1)} | fields
    offer = Offer(
        organisation_id=klass.organisation_id, school_id=klass.school_id, class_id=klass.id, host_id=host.id, made_by=host.id, **says
    )
    session.add(offer)
    await session.flush()
    length, step = timedelta(minutes=offer.minutes), timedelta(minutes=offer.minutes + offer.pause)
    slots = [
        Slot(offer_id=offer.id, class_id=klass.id, host_id=host.id, starts=first + n * step, ends=first + n * step + length)
        for n in range(count)
    ]
    session.add_all(slots)
    await session.flush()
    return offer, slots


async def taken(session: AsyncSession, plan: Plan, household: UUID | None, offer: Offer, slot: Slot, by: Person, **fields: Any) -> Booking:
    """Book a time for a household."""
    booking = Booking(
        plan_id=plan.id,
        pupil_id=plan.pupil_id,
        household_id=household,
        school_id=plan.school_id,
        offer_id=offer.id,
        slot_id=slot.id,
        host_id=offer.host_id,
        room=offer.room,
        starts=slot.starts,
        ends=slot.ends,
        booked_by=by.id,
        **{"at": now(), **fields},
    )
    session.add(booking)
    await session.flush()
    return booking
