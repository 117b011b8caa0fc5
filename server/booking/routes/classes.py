"""How far the booking of a class has come: what is offered, who has booked, who has not, and reminding those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.booking import policy
from server.booking.actions import class_rows, offer_lines, offers_in
from server.columns import now
from server.people.actions import local_day, pupils_in
from server.people.actions.age import is_of_age
from server.people.policy import may_see_class
from server.rounds.actions import remind_people
from server.schools.models import Class, School
from server.web import begin, fragment, go, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


async def _class(work: Work, request: Request) -> Class:
    """Find a class in which somebody offers times."""
    keys = [one.id for one in await pupils_in(work.session, key(request, "class"))]
    return await work.find(
        Class, key(request, "class"), see=may_see_class, may=lambda actor, one: policy.may_follow_class(actor, one, keys)
    )


async def _part(work: Work, klass: Class) -> dict[str, Any]:
    """Gather what is offered and booked."""
    lines = await offer_lines(work, await offers_in(work.session, klass.id))
    rows = await class_rows(work, klass)
    return {
        "klass": klass,
        "lines": lines,
        "opens": {one.offer.id for one in lines if policy.may_see_offer(work.actor, one.offer)},
        "rows": rows,
        "missing": sum(len(one.missing) for one in rows),
    }


async def show_class(request: Request) -> Response:
    """Show the page."""
    async with begin(request) as work:
        klass = await _class(work, request)
        school = await work.session.get_one(School, klass.school_id)
        reminded = request.query_params.get("reminded", "")
        count = int(reminded[:4]) if reminded.isdecimal() else None
        return await show(work, request, "booking/class.html", school=school, reminded=count, **await _part(work, klass))


async def show_rows(request: Request) -> Response:
    """Show it again, as talks are booked."""
    async with begin(request) as work:
        return fragment(request, "booking/_class.html", **await _part(work, await _class(work, request)))


async def remind_class(request: Request) -> Response:
    """Remind the homes that have not booked, each at most once a day; of those for whom somebody books."""
    async with begin(request) as work:
        klass = await _class(work, request)
        rows = [one for one in await class_rows(work, klass) if one.may_book]
        whom = [
            (row.plan.id, person.id, row.pupil.id)
            for row in rows
            for home in row.missing
            for person in (home.adults if home.household_id else [row.pupil])
            if home.household_id or is_of_age(row.pupil.born, local_day(now()))
        ]
        done = await remind_people(work, whom, to_book=True)
    return go(f"/classes/{klass.id}/booking?reminded={done.count}")
