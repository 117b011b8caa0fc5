"""The pages of a school, a class and a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.policy import may_print_slips
from server.accounts.second.policy import may_secure
from server.errors import UnknownError
from server.goals.actions import counts
from server.people import policy
from server.people.actions import look_at, pupils_in, someone, whereabouts
from server.people.models import Person, RelationKind
from server.people.routes.directory import class_staff
from server.people.routes.pupil import profile_part
from server.plans.actions import asked_of, plans_of
from server.plans.policy import may_see, may_see_access, may_see_handed_over, may_see_pupil, may_see_ties
from server.schools.models import Class, ClassKind, School
from server.schools.policy import administers_any
from server.web import begin, key, show

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.actions import PupilAt
    from server.people.policy import Actor, Someone
    from server.plans.actions import Task
    from server.plans.models import Plan
    from server.work import Work


async def show_school(request: Request) -> Response:
    """Show a school with its homeroom classes that one may see."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_see_school)
        rows = await work.session.exec(
            select(Class).where(Class.school_id == school.id, Class.kind == ClassKind.homeroom).order_by(Class.name)
        )
        classes = [one for one in rows if policy.may_see_class(work.actor, one)]
        return await show(
            work,
            request,
            "people/school.html",
            school=school,
            classes=classes,
            runs=policy.runs_school(work.actor, school),
            adds=policy.runs_any(work.actor, frozenset({school.id, school.organisation_id}), RelationKind.admin_of),
            secures=may_secure(work.actor, school),
            imports=administers_any(work.actor),
        )


async def show_class(request: Request) -> Response:
    """Show a class: its pupils, each with the plan's state and what is asked of one for those who may see it; and who works in it."""
    async with begin(request) as work:
        klass = await work.find(Class, key(request, "class"), see=policy.may_see_class)
        listed = [one for one in await pupils_in(work.session, klass.id) if policy.may_see_listed(work.actor, one)]
        pupils = await look_at(work, listed)
        newest = await plans_of(work.session, list(pupils))
        plans = {pupil: plan for pupil, plan in newest.items() if may_see(work.actor, plan)}
        staff, roles = await class_staff(work, klass.id)
        school = await work.session.get_one(School, klass.school_id)
        return await show(
            work,
            request,
            "people/class.html",
            klass=klass,
            school=school,
            pupils=pupils,
            plans=plans,
            asked=_by_pupil(await asked_of(work.session, work.actor, list(plans.values()), each=True)),
            handed_over={pupil for pupil, plan in newest.items() if may_see_handed_over(work.actor, plan)},
            goals=await counts(work, list(plans.values())),
            opens={one for one, look in pupils.items() if policy.may_see_pupil_page(work.actor, look.someone)},
            staff=staff,
            roles=roles,
            runs=policy.runs_school(work.actor, school),
            slips=may_print_slips(work.actor, klass, school),
        )


def _by_pupil(tasks: list[Task]) -> dict[UUID, list[Task]]:
    """Put what is asked beside the pupil it is about."""
    found: dict[UUID, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.pupils[0], []).append(task)
    return found


async def show_pupil(request: Request) -> Response:
    """Show a pupil to everyone with a relation to them, with the ways to who may see the pupil for those who may ask."""
    async with begin(request) as work:
        pupil = await someone(work.session, key(request, "pupil"))
        places = await whereabouts(work.session, pupil.id)
        await work.find(Person, pupil.id, see=lambda actor, _: _may_see(actor, pupil, places))
        plan = (await plans_of(work.session, [pupil.id])).get(pupil.id)
        klass, school = await _place(work, pupil, plan)
        return await show(
            work,
            request,
            "people/pupil.html",
            **await profile_part(work, pupil),
            plan=plan if plan and may_see(work.actor, plan) else None,
            klass=klass,
            school=school,
            by_staff=any(may_see_ties(work.actor, one) for one in places),
            at_home=any(may_see_access(work.actor, one) for one in places),
        )


def _may_see(actor: Actor, pupil: Someone, places: list[PupilAt]) -> bool:
    """Whether somebody may see a pupil's page: by a tie to the pupil, or to a school where the pupil goes."""
    return policy.may_see_pupil_page(actor, pupil) or any(may_see_pupil(actor, one) for one in places)


async def _place(work: Work, pupil: Someone, plan: Plan | None) -> tuple[Class, School]:
    """Give the pupil's homeroom class and school: today's, or else the plan's.

    Raises:
        UnknownError: the pupil is in no class any longer.
    """
    mine = [tie.class_id for tie in pupil.ties if tie.kind is RelationKind.pupil_in] + [plan.class_id if plan else None]
    rows = await work.session.exec(select(Class).where(col(Class.id).in_(mine)))
    found = sorted(rows, key=lambda one: (one.kind is not ClassKind.homeroom, mine.index(one.id)))
    if not found:
        raise UnknownError
    return found[0], await work.session.get_one(School, found[0].school_id)
