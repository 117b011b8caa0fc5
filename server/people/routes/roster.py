"""The pages of a school, a class and a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from server.goals.actions import counts
from server.people import policy
from server.people.actions import find_pupil, pupils_in
from server.plans.actions import plans_of
from server.plans.policy import may_see, may_see_handed_over, may_see_pupil, may_see_ties
from server.schools.models import Class, ClassKind, School
from server.web import begin, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def show_school(request: Request) -> Response:
    """Show a school with its homeroom classes that one may see."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_see_school)
        rows = await work.session.exec(
            select(Class).where(Class.school_id == school.id, Class.kind == ClassKind.homeroom).order_by(Class.name)
        )
        classes = [one for one in rows if policy.may_see_class(work.actor, one)]
        return await show(work, request, "people/school.html", school=school, classes=classes, runs=policy.runs_school(work.actor, school))


async def show_class(request: Request) -> Response:
    """Show a class with its pupils; each leads to the plan for those who may see it."""
    async with begin(request) as work:
        klass = await work.find(Class, key(request, "class"), see=policy.may_see_class)
        pupils = [one for one in await pupils_in(work.session, klass.id) if policy.may_see_listed(work.actor, one)]
        work.saw(*(one.id for one in pupils))
        newest = await plans_of(work.session, [one.id for one in pupils])
        plans = {pupil: plan for pupil, plan in newest.items() if may_see(work.actor, plan)}
        school = await work.session.get_one(School, klass.school_id)
        return await show(
            work,
            request,
            "people/class.html",
            klass=klass,
            school=school,
            pupils=pupils,
            plans=plans,
            handed_over={pupil for pupil, plan in newest.items() if may_see_handed_over(work.actor, plan)},
            goals=await counts(work, list(plans.values())),
            runs=policy.runs_school(work.actor, school),
        )


async def show_pupil(request: Request) -> Response:
    """Show a pupil to those who run the school, with the way to everything about who may see the pupil."""
    async with begin(request) as work:
        pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_see_ties)
        school = await work.session.get_one(School, places[0].school_id)
        return await show(work, request, "people/pupil.html", pupil=pupil, school=school)
