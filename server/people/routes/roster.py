"""The pages of a school, a class and a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.access import Place
from server.accounts.actions import without_password
from server.accounts.actions.members import home_of
from server.accounts.policy import may_invite_home, may_print_slip, may_print_slips
from server.accounts.routes.invitations import ACCESS
from server.accounts.second.policy import may_secure
from server.booking.policy import may_offer
from server.errors import UnknownError
from server.exports.actions.asking import purpose_now
from server.exports.policy import may_bring_in
from server.goals.actions import counts
from server.people import policy
from server.people.actions import look_at, pupils_in, someone, whereabouts
from server.people.models import Person, RelationKind
from server.people.routes.between import without_mentor
from server.people.routes.directory import class_staff, note_look
from server.people.routes.pupil import profile_part, steps_part
from server.plans.actions import asked_of, plans_of
from server.plans.policy import may_see, may_see_access, may_see_handed_over, may_see_pupil, may_see_ties
from server.preparations.policy import may_assess_in
from server.rounds.actions import stairs_of, talks_to_begin
from server.rounds.policy import may_begin, may_overlook, may_run_school
from server.schools.models import Class, ClassKind, School
from server.schools.policy import administers_any
from server.templates.policy import may_list
from server.web import begin, fragment, key, show

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
        runs = policy.runs_school(work.actor, school)
        return await show(
            work,
            request,
            "people/school.html",
            school=school,
            classes=classes,
            runs=runs,
            without_mentor=len(await without_mentor(work, school)) if runs else 0,
            adds=policy.runs_any(work.actor, frozenset({school.id, school.organisation_id}), RelationKind.admin_of),
            secures=may_secure(work.actor, school),
            overlooks=may_run_school(work.actor, school),
            imports=administers_any(work.actor),
            templates=may_list(work.actor, school),
            brings_in=may_bring_in(work.actor, school),
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
        stairs = await stairs_of(work, plans.values())
        asked = [
            *talks_to_begin(plans.values(), stairs, each=True),
            *await asked_of(work.session, work.actor, list(plans.values()), each=True),
        ]
        return await show(
            work,
            request,
            "people/class.html",
            klass=klass,
            school=school,
            pupils=pupils,
            plans=plans,
            stairs=stairs,
            asked=_by_pupil(asked),
            handed_over={pupil for pupil, plan in newest.items() if may_see_handed_over(work.actor, plan)},
            goals=await counts(work, list(plans.values())),
            opens={one for one, look in pupils.items() if policy.may_see_pupil_page(work.actor, look.someone)},
            staff=staff,
            roles=roles,
            assesses=may_assess_in(work.actor, klass, pupils),
            runs=policy.runs_school(work.actor, school),
            slips=may_print_slips(work.actor, klass, school),
            overlooks=klass.kind is ClassKind.homeroom and may_overlook(work.actor, klass, list(pupils)),
            begins=klass.kind is ClassKind.homeroom and may_begin(work.actor, klass),
            offers=klass.kind is ClassKind.homeroom and may_offer(work.actor, klass, list(pupils)),
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
        pupil, places = await _pupil(work, key(request, "pupil"))
        note_look(work, pupil, Place.page)
        plan = (await plans_of(work.session, [pupil.id])).get(pupil.id)
        klass, school = await _place(work, pupil, plan)
        slip = may_print_slip(work.actor, pupil.person, klass, school) and not await without_password(work.session, [pupil.person])
        return await show(
            work,
            request,
            "people/pupil.html",
            **await profile_part(work, pupil),
            **await steps_part(work, pupil.id, plan),
            handed_over=plan is not None and may_see_handed_over(work.actor, plan),
            klass=klass,
            school=school,
            by_staff=any(may_see_ties(work.actor, one) for one in places),
            at_home=any(may_see_access(work.actor, one) for one in places),
            takes_out=purpose_now(work.actor, pupil.person, places) is not None,
            slip=slip,
            access=ACCESS,
            invited=await home_of(work, places) if any(may_invite_home(work.actor, one) for one in places) else None,
        )


async def show_steps(request: Request) -> Response:
    """Show the staircase of a pupil's plan again, as news come."""
    async with begin(request) as work:
        pupil, _ = await _pupil(work, key(request, "pupil"))
        plan = (await plans_of(work.session, [pupil.id])).get(pupil.id)
        return fragment(request, "people/_steps.html", pupil=pupil.person, **await steps_part(work, pupil.id, plan))


async def _pupil(work: Work, wanted: UUID) -> tuple[Someone, list[PupilAt]]:
    """Give a pupil whose page may be seen, and the places where the pupil goes to school."""
    pupil = await someone(work.session, wanted)
    places = await whereabouts(work.session, pupil.id)
    await work.find(Person, pupil.id, see=lambda actor, _: _may_see(actor, pupil, places))
    return pupil, places


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
