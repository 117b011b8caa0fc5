"""The page of booking, for the home and for whoever books for it: a tap on a time, and a tap to confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.booking import policy
from server.booking.actions import offers_for, sheet
from server.booking.models import Slot
from server.columns import now
from server.errors import UnknownError
from server.people.actions import local_day
from server.people.actions.age import is_of_age
from server.people.models import Person
from server.plans.models import Plan
from server.plans.policy import may_see_pupil
from server.schools.models import Class, School
from server.web import begin, fragment, key, show

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

    from server.booking.actions import Sheet
    from server.work import Work


def adult(work: Work) -> bool:
    """Whether the actor is of age."""
    return is_of_age(work.actor.person.born, local_day(now()))


async def plan_of(work: Work, request: Request) -> Plan:
    """Find the plan whose talks are booked, for somebody who may know when they are."""
    return await work.find(Plan, key(request, "plan"), see=may_see_pupil, may=policy.may_follow)


async def find_slot(work: Work, plan: Plan, slot: UUID) -> Slot:
    """Find a time that is offered for a plan's talks; that of another school, class or pupil is none."""
    offers = {one.id for one in (await offers_for(work.session, [plan.id]))[plan.id]}
    return await work.find(Slot, slot, see=lambda _actor, one: one.offer_id in offers and one.cancelled is None)


async def _sheet(work: Work, request: Request, plan: Plan) -> dict[str, Any]:
    """Gather what the page shows."""
    asked = request.query_params.get("for", "")
    wanted = {"yes": True, "no": False}.get(request.query_params.get("interpreter", ""))
    found = await sheet(work, plan, asked, interpreter=wanted, adult=adult(work))
    return {"plan": plan, "sheet": found, "asked": asked, "needs": _needs(found) if wanted is None else wanted, "chose": wanted}


def _needs(found: Sheet) -> bool:
    """Whether the household that is looked at needs an interpreter, as far as it has said."""
    home = found.chosen
    return bool(home and (home.needs or (home.talk and home.talk.booking.interpreter)))


async def _head(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather whose talk it is."""
    session = work.session
    return {
        "pupil": await session.get_one(Person, plan.pupil_id),
        "klass": await session.get_one(Class, plan.class_id),
        "school": await session.get_one(School, plan.school_id),
    }


async def show_booking(request: Request) -> Response:
    """Show what is booked, and which times there are."""
    async with begin(request) as work:
        plan = await plan_of(work, request)
        return await show(work, request, "booking/booking.html", **await _head(work, plan), **await _sheet(work, request, plan))


async def show_times(request: Request) -> Response:
    """Show them again, as times are taken and become free."""
    async with begin(request) as work:
        plan = await plan_of(work, request)
        return fragment(request, "booking/_times.html", **await _sheet(work, request, plan))


async def show_time(request: Request) -> Response:
    """Show one time, to be booked or moved to; one that is gone meanwhile says so."""
    async with begin(request) as work:
        plan = await plan_of(work, request)
        slot = await find_slot(work, plan, key(request, "slot"))
        part = await _sheet(work, request, plan)
        found: Sheet = part["sheet"]
        if found.chosen is None:
            raise UnknownError
        choice = next((one for one in found.choices if one.slot.id == slot.id), None)
        return await show(work, request, "booking/time.html", slot=slot, choice=choice, **await _head(work, plan), **part)
