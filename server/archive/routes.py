"""A pupil's plans over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from server.archive.actions import years_of
from server.people.models import Person
from server.plans.actions import opened
from server.plans.models import Plan
from server.plans.policy import may_see
from server.web import begin, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_years(request: Request) -> Response:
    """Show a pupil's plans as they were, and the line of the goals; that they were read is noted."""
    async with begin(request) as work:
        years = await years_of(work, key(request, "pupil"))
        for one in years.plans:
            opened(work, await work.find(Plan, one.plan.id, see=may_see))
        newest = years.plans[0].plan
        return await show(
            work,
            request,
            "archive/years.html",
            years=years,
            newest=newest,
            pupil=await work.session.get_one(Person, newest.pupil_id),
        )


routes = [Route("/pupils/{pupil}/plans", show_years, methods=["GET"])]
