"""Booking, moving and cancelling talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.booking.actions.finding import booked
from server.booking.actions.holding import Wanted, glance, hold, never_twice, span, takes
from server.booking.actions.inviting import invite
from server.booking.actions.waiting import forget, tell_waiting
from server.booking.events import TalkBooked, TalkCancelled, TalkMoved
from server.booking.models import Booking, Held, Offer
from server.booking.policy import runs
from server.columns import now
from server.errors import WrongFormError, _
from server.people.policy import standing

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from server.booking.models import Slot
    from server.config import Settings
    from server.plans.models import Plan
    from server.work import Work

__all__ = ["Wanted", "book", "cancel", "move"]


async def book(work: Work, settings: Settings, key: UUID, plan: Plan, slot: Slot, wanted: Wanted) -> Booking:
    """Book a talk, tell everybody concerned and mail them the calendar file. A form that is sent twice books once.

    Raises:
        UnknownError: the time is not offered for this pupil's talk.
        WrongFormError: it cannot be taken; it says why.
    """
    if (made := await _made(work, key, plan, wanted.household)) is not None:
        return made
    await glance(work, slot)
    await hold(work, *takes(slot.offer, plan, wanted.household))
    if (made := await _made(work, key, plan, wanted.household)) is not None:
        return made
    if await _has_one(work, plan, wanted.household):
        raise WrongFormError({"slot": _("A talk is booked already. Move it instead.")})
    starts, ends = await span(work, plan, slot, wanted, late=runs(standing(work.actor, plan)))
    booking = Booking(
        id=key,
        plan_id=plan.id,
        pupil_id=plan.pupil_id,
        household_id=wanted.household,
        school_id=plan.school_id,
        booked_by=work.actor.id,
        plan=plan,
        **_at(slot, wanted, starts, ends),
    )
    async with never_twice(work):
        work.session.add(booking)
    await forget(work, plan, wanted.household)
    told = TalkBooked(plan=plan.id, booking=key, household=wanted.household, host=booking.host_id, offer=booking.offer_id)
    work.tell(told)
    await invite(work, settings, booking, told)
    return booking


async def _made(work: Work, key: UUID, plan: Plan, household: UUID | None) -> Booking | None:
    """Give what a form that was sent before has made.

    Raises:
        WrongFormError: it made something else.
    """
    made = await work.session.get(Booking, key)
    if made is not None and (made.plan_id, made.household_id) != (plan.id, household):
        raise WrongFormError
    return made


async def _has_one(work: Work, plan: Plan, household: UUID | None) -> bool:
    """Whether a household has booked its talk already."""
    return any(one.household_id == household for one in await booked(work.session, [plan.id]))


def _at(slot: Slot, wanted: Wanted, starts: datetime, ends: datetime) -> dict[str, Any]:
    """Give what a booking says of its time, its place and how it is held."""
    offer = slot.offer
    remote = offer.held is Held.remote or (offer.held is Held.either and wanted.remote)
    return {
        "slot_id": slot.id,
        "offer_id": offer.id,
        "host_id": offer.host_id,
        "room": "" if remote else offer.room,
        "remote": remote,
        "starts": starts,
        "ends": ends,
        "interpreter": wanted.interpreter,
        "language": wanted.language if wanted.interpreter else "",
    }


async def move(work: Work, settings: Settings, booking: Booking, slot: Slot, wanted: Wanted) -> None:
    """Move a talk to another time, and tell everybody concerned; what is so already stays. It and whom it takes must be held.

    Raises:
        UnknownError: the time is not offered for this pupil's talk.
        WrongFormError: it cannot be taken; it says why.
    """
    left = await work.session.get_one(Offer, booking.offer_id)
    if booking.cancelled is not None:
        raise WrongFormError({"slot": _("This talk has been cancelled. Book a new time.")})
    starts, ends = await span(work, booking.plan, slot, wanted, late=runs(standing(work.actor, booking.plan)), but=booking.id)
    wishes = _at(slot, wanted, starts, ends)
    if all(getattr(booking, name) == value for name, value in wishes.items()):
        return
    async with never_twice(work):
        for name, value in wishes.items():
            setattr(booking, name, value)
        booking.sequence, booking.changed = booking.sequence + 1, now()
    told = TalkMoved(
        plan=booking.plan_id,
        booking=booking.id,
        household=booking.household_id,
        host=booking.host_id,
        offer=booking.offer_id,
        left=left.id,
    )
    work.tell(told)
    await invite(work, settings, booking, told)
    await tell_waiting(work, settings, left)


async def cancel(work: Work, settings: Settings, booking: Booking) -> None:
    """Cancel a talk, and tell everybody concerned; whoever found no time is told that one is free. It must be held."""
    if booking.cancelled is not None:
        return
    booking.cancelled, booking.cancelled_by = now(), None if work.by_itself else work.actor.id
    booking.sequence, booking.changed = booking.sequence + 1, now()
    told = TalkCancelled(
        plan=booking.plan_id, booking=booking.id, household=booking.household_id, host=booking.host_id, offer=booking.offer_id
    )
    work.tell(told)
    await work.session.flush()
    await invite(work, settings, booking, told)
    offer = await work.session.get_one(Offer, booking.offer_id)
    await tell_waiting(work, settings, offer)
