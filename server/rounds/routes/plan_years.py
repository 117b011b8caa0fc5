"""The years in which a school makes written plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.rounds.actions import plan_years, set_plan_years, years_at
from server.rounds.routes.choosing import school_run
from server.web import begin, fields_of, go, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_plan_years(request: Request) -> Response:
    """Show the years in which a school makes written plans."""
    async with begin(request) as work:
        school = await school_run(work, request)
        return await show(
            work,
            request,
            "rounds/plan_years.html",
            school=school,
            years=await years_at(work.session, school.id),
            chosen=await plan_years(work.session, school.id),
            saved="saved" in request.query_params,
        )


async def choose_plan_years(request: Request) -> Response:
    """Say in which years a school makes written plans."""
    fields = await fields_of(request)
    async with begin(request) as work:
        school = await school_run(work, request)
        offered = await years_at(work.session, school.id)
        await set_plan_years(work, school, [year for year in offered if f"year:{year}" in fields])
    return go(f"/schools/{school.id}/plan-years?saved=yes")
