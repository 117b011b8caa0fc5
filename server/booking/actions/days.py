"""Who comes when, day by day, for whoever hosts talks: a pupil whom the reader may not know of is no name, only a time that is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.booking.actions.finding import is_taken
from server.booking.actions.overview import adults_of
from server.booking.models import Booking, Offer, Slot
from server.booking.policy import may_see_booking
from server.columns import now
from server.people.actions import named
from server.people.actions.age import after, local_day, midnight
from server.people.policy import may_see_listed
from server.schools.models import Class

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from server.people.models import Person
    from server.work import Work


@dataclass(frozen=True)
class DayLine:
    """One line of a day: a talk, or a time that nobody has taken; a talk whose pupil the reader may not know of is merely taken."""

    starts: datetime
    ends: datetime
    offer: Offer
    booking: Booking | None = None
    pupil: Person | None = None
    adults: list[Person] = field(default_factory=list)
    klass: Class | None = None
    slot_id: UUID | None = None
    """The time that nobody has taken."""


async def day_lines(work: Work, begins: datetime, ends: datetime, *, host: UUID | None = None, offer: UUID | None = None) -> list[DayLine]:
    """Give the talks and the free times of one host, or of one offer, within some time, in their order."""
    session = work.session
    of_talks = (col(Booking.host_id) == host) if host else (col(Booking.offer_id) == offer)
    of_slots = (col(Slot.host_id) == host) if host else (col(Slot.offer_id) == offer)
    talks = await session.exec(
        select(Booking, Offer)
        .join(Offer, col(Offer.id) == col(Booking.offer_id))
        .where(of_talks, col(Booking.cancelled).is_(None), col(Booking.starts) >= begins, col(Booking.starts) < ends)
    )
    free = await session.exec(
        select(Slot).where(of_slots, col(Slot.cancelled).is_(None), col(Slot.starts) >= begins, col(Slot.starts) < ends, ~is_taken())
    )
    lines = [DayLine(one.starts, one.ends, one.offer, slot_id=one.id) for one in free.unique()]
    found = list(talks)
    people = await named(session, [one.pupil_id for one, _ in found])
    adults = await adults_of(work, [one.pupil_id for one, _ in found])
    classes = {one.id: one for one in await session.exec(select(Class).where(col(Class.id).in_({made.class_id for _, made in found})))}
    for booking, made in found:
        if may_see_booking(work.actor, booking) and may_see_listed(work.actor, people[booking.pupil_id]):
            home = adults.get((booking.pupil_id, booking.household_id), [])
            whose: dict[str, Any] = {"booking": booking, "pupil": people[booking.pupil_id], "adults": home, "klass": classes[made.class_id]}
            lines.append(DayLine(booking.starts, booking.ends, made, **whose))
        else:
            lines.append(DayLine(booking.starts, booking.ends, made, booking))
    work.saw(*(one.pupil.id for one in lines if one.pupil))
    return sorted(lines, key=lambda one: one.starts)


async def days_of(work: Work, host: UUID) -> list[datetime]:
    """Give the moments from today on at which somebody has a talk, or offers a time."""
    begin = midnight(local_day(now()))
    talks = select(Booking.starts).where(Booking.host_id == host, col(Booking.cancelled).is_(None), col(Booking.starts) > begin)
    slots = select(Slot.starts).where(Slot.host_id == host, col(Slot.cancelled).is_(None), col(Slot.starts) > begin)
    return sorted({starts for wanted in (talks, slots) for starts in await work.session.exec(wanted)})


def whole_day(day: date) -> tuple[datetime, datetime]:
    """Give from when until when a day lasts at school."""
    return midnight(day), after(day)
