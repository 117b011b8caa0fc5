"""Booking, moving and cancelling a talk; waiting for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.booking import policy
from server.booking.actions import Wanted, book, bookers, cancel, hold, join, leave, move, takes
from server.booking.models import Booking, Offer
from server.booking.routes.home import adult, find_slot
from server.columns import now
from server.errors import ForbiddenError, WrongFormError, _
from server.people.policy import standing
from server.plans.models import Plan
from server.plans.policy import may_see_pupil
from server.web import Form, begin, go, key, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.booking.models import Slot
    from server.people.policy import Actor
    from server.work import Work

Language = Annotated[str, Field(max_length=100)]


class BookTalk(Form):
    """The time, the household that is to have it (or the pupil), and how."""

    id: UUID
    slot: UUID
    household: UUID | Literal["pupil"] = "pupil"
    interpreter: bool = False
    language: Language = ""
    remote: bool = False


class MoveTalk(Form):
    """The new time, and how."""

    slot: UUID
    interpreter: bool = False
    language: Language = ""
    remote: bool = False


class WaitForTime(Form):
    """Which household waits."""

    household: UUID | Literal["pupil"] = "pupil"


async def _plan(work: Work, request: Request, household: UUID | None) -> Plan:
    """Find a plan of which the actor books a household's talk.

    Raises:
        ForbiddenError: it is another household's, or none of this pupil's.
    """
    of_age = adult(work)
    plan = await work.find(
        Plan,
        key(request, "plan"),
        see=may_see_pupil,
        may=lambda actor, one: policy.may_book(actor, one, household, of_age=of_age),
    )
    if household not in (await bookers(work.session, [plan.pupil_id]))[plan.pupil_id]:
        raise ForbiddenError
    return plan


def _may_change(work: Work) -> Callable[[Actor, Booking], bool]:
    """Give the rule of who may change a talk."""
    of_age = adult(work)
    return lambda actor, one: policy.may_book(actor, one.plan, one.household_id, of_age=of_age)


async def _hold(work: Work, booking: Booking, *slots: Slot) -> Booking:
    """Hold whomever a talk takes and would take, then the talk itself: in this order everywhere, so that nobody waits in a circle."""
    left = await work.session.get_one(Offer, booking.offer_id)
    whom = [one for offer in (left, *(slot.offer for slot in slots)) for one in takes(offer, booking.plan, booking.household_id)]
    await hold(work, *whom)
    return await work.find(Booking, booking.id, see=policy.may_see_booking, may=_may_change(work), lock=True)


def _household(wanted: UUID | Literal["pupil"]) -> UUID | None:
    """Give the household that a form names."""
    return None if wanted == "pupil" else wanted


def _back(work: Work, plan: Plan, household: UUID | None) -> Response:
    """Go back to the page of booking, of the household that was booked for."""
    whose = f"?for={household or 'pupil'}" if policy.runs(standing(work.actor, plan)) else ""
    return go(f"/plans/{plan.id}/booking{whose}")


async def book_talk(request: Request) -> Response:
    """Book a talk."""
    wanted = await read(request, BookTalk)
    household = _household(wanted.household)
    async with begin(request) as work:
        plan = await _plan(work, request, household)
        slot = await find_slot(work, plan, wanted.slot)
        how = Wanted(household, wanted.interpreter, wanted.language, wanted.remote)
        await book(work, request.app.state.settings, wanted.id, plan, slot, how)
        return _back(work, plan, household)


async def move_talk(request: Request) -> Response:
    """Move a talk to another time."""
    wanted = await read(request, MoveTalk)
    async with begin(request) as work:
        booking = await work.find(Booking, key(request, "booking"), see=policy.may_see_booking, may=_may_change(work))
        slot = await find_slot(work, booking.plan, wanted.slot)
        booking = await _hold(work, booking, slot)
        _must_be_to_come(work, booking)
        how = Wanted(booking.household_id, wanted.interpreter, wanted.language, wanted.remote)
        await move(work, request.app.state.settings, booking, slot, how)
        return _back(work, booking.plan, booking.household_id)


async def cancel_talk(request: Request) -> Response:
    """Cancel a talk; one that is cancelled stays so."""
    async with begin(request) as work:
        booking = await work.find(Booking, key(request, "booking"), see=policy.may_see_booking, may=_may_change(work))
        booking = await _hold(work, booking)
        if booking.cancelled is None:
            _must_be_to_come(work, booking)
        await cancel(work, request.app.state.settings, booking)
        return _back(work, booking.plan, booking.household_id)


def _must_be_to_come(work: Work, booking: Booking) -> None:
    """Hold that a talk has not begun; whoever runs it may still say that it was not held.

    Raises:
        WrongFormError: it has.
    """
    if booking.starts <= now() and not policy.runs(standing(work.actor, booking.plan)):
        raise WrongFormError({"slot": _("This talk has begun, so it can no longer be moved or cancelled.")})


async def join_queue(request: Request) -> Response:
    """Be told when a time becomes free."""
    household = _household((await read(request, WaitForTime)).household)
    async with begin(request) as work:
        plan = await _plan(work, request, household)
        await join(work, plan, household)
        return _back(work, plan, household)


async def leave_queue(request: Request) -> Response:
    """Be told no longer."""
    household = _household((await read(request, WaitForTime)).household)
    async with begin(request) as work:
        plan = await _plan(work, request, household)
        await leave(work, plan, household)
        return _back(work, plan, household)
