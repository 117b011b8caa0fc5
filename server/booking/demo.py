"""Lets the mentors of a demo school offer times, and some of the homes book."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.booking.actions.finding import bookers, busy_with
from server.booking.actions.pattern import Pattern, Span, times
from server.booking.models import Booking, Held, Offer, OfferPupil, Slot
from server.booking.policy import BOOKABLE
from server.columns import now
from server.people.actions import local_day
from server.people.actions.age import midnight
from server.people.models import Relation, RelationKind
from server.plans.models import Phase, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.models import Class

HOURS, BREAK = Span(time(14), time(17)), Span(time(15, 20), time(15, 40))
MINUTES, LONGER = 20, 40
AHEAD = timedelta(days=9)
"""From today until the first talks."""
DAYS = 3


async def offer_demo_times(session: AsyncSession, classes: list[Class]) -> None:
    """Let each mentor of some classes offer three afternoons, and every third home that is asked book; the same each time."""
    found = times(Pattern(tuple((day, HOURS) for day in _school_days(local_day(now()) + AHEAD)), MINUTES, breaks=(BREAK,)))
    for number, klass in enumerate(classes):
        plans = await session.exec(select(Plan).where(Plan.class_id == klass.id, col(Plan.phase).in_(BOOKABLE)).order_by(col(Plan.begun)))
        newest = {plan.pupil_id: plan for plan in plans}
        mentors = await _mentors(session, list(newest))
        for mentor, pupils in mentors.items():
            room = f"Rum {100 + 10 * number + list(mentors).index(mentor)}"
            offer = await _offer(session, klass, mentor, room, whole=len(mentors) == 1)
            session.add_all([OfferPupil(offer_id=offer.id, pupil_id=one) for one in pupils if not offer.whole])
            slots = [Slot(offer_id=offer.id, class_id=klass.id, host_id=mentor, starts=one.starts, ends=one.ends) for one in found]
            session.add_all(slots)
            await session.flush()
            await _book(session, offer, slots, [newest[one] for one in pupils])


def _school_days(first: date) -> Iterator[date]:
    """Give some days from one on, without Saturdays and Sundays."""
    days = (first + timedelta(days=n) for n in range(14))
    yield from [day for day in days if day.weekday() < 5][:DAYS]  # noqa: PLR2004  # Monday is 0


async def _mentors(session: AsyncSession, pupils: list[UUID]) -> dict[UUID, list[UUID]]:
    """Give those who mentor pupils, each with whom."""
    rows = await session.exec(
        select(Relation.person_id, Relation.pupil_id)
        .where(Relation.kind == RelationKind.mentor_of, col(Relation.pupil_id).in_(pupils))
        .order_by(col(Relation.person_id), col(Relation.pupil_id))
    )
    found: dict[UUID, list[UUID]] = {}
    for mentor, pupil in rows:
        if pupil is not None:
            found.setdefault(mentor, []).append(pupil)
    return found


async def _offer(session: AsyncSession, klass: Class, mentor: UUID, room: str, *, whole: bool) -> Offer:
    """Make a mentor's offer."""
    made = Offer(
        organisation_id=klass.organisation_id,
        school_id=klass.school_id,
        class_id=klass.id,
        host_id=mentor,
        made_by=mentor,
        room=room,
        held=Held.either,
        minutes=MINUTES,
        longer=LONGER,
        whole=whole,
        closes=midnight(local_day(now()) + AHEAD),
    )
    session.add(made)
    await session.flush()
    return made


async def _book(session: AsyncSession, offer: Offer, slots: list[Slot], plans: list[Plan]) -> None:
    """Let some homes have booked: every third of those whose talk has not begun, each at a time of its own."""
    whose = await bookers(session, [plan.pupil_id for plan in plans])
    asked = [(plan, home) for plan in plans if plan.phase is not Phase.talk for home in whose[plan.pupil_id] if home]
    for (plan, home), slot in zip(asked[::3], slots[1::2], strict=False):
        if not await _meets(session, plan, home, slot):
            session.add(_talk(offer, slot, plan, home))
            await session.flush()


async def _meets(session: AsyncSession, plan: Plan, home: UUID, slot: Slot) -> bool:
    """Whether a home or a pupil has another talk at a time."""
    return any(one.starts < slot.ends and one.ends > slot.starts for one in await busy_with(session, plan.pupil_id, home))


def _talk(offer: Offer, slot: Slot, plan: Plan, home: UUID) -> Booking:
    """Make a booked talk."""
    return Booking(
        plan_id=plan.id,
        pupil_id=plan.pupil_id,
        household_id=home,
        school_id=offer.school_id,
        offer_id=offer.id,
        slot_id=slot.id,
        host_id=offer.host_id,
        room=offer.room,
        starts=slot.starts,
        ends=slot.ends,
        booked_by=offer.host_id,
    )
