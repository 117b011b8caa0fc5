"""The pages of a school, a class and a pupil; ending a relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.policy import may_print_slips
from server.errors import UnknownError
from server.goals.actions import counts
from server.people import policy
from server.people.actions import end, look_at, named, pupils_in, relations_of, schools_of, someone
from server.people.models import Person, Relation, RelationKind
from server.people.routes.directory import class_staff
from server.people.routes.pupil import profile_part
from server.plans.actions import asked_of, plans_of
from server.plans.policy import may_see, may_see_pupil
from server.schools.models import Class, ClassKind, School
from server.web import begin, go, key, show

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

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
        return await show(work, request, "people/school.html", school=school, classes=classes, runs=policy.runs_school(work.actor, school))


async def show_class(request: Request) -> Response:
    """Show a class: its pupils, each with the plan's state and what is asked of one for those who may see it; and who works in it."""
    async with begin(request) as work:
        klass = await work.find(Class, key(request, "class"), see=policy.may_see_class)
        listed = [one for one in await pupils_in(work.session, klass.id) if policy.may_see_listed(work.actor, one)]
        pupils = await look_at(work, listed)
        found = await plans_of(work.session, list(pupils))
        plans = {pupil: plan for pupil, plan in found.items() if may_see(work.actor, plan)}
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
            goals=await counts(work, list(plans.values())),
            opens={one for one, look in pupils.items() if policy.may_see_pupil_page(work.actor, look.someone)},
            staff=staff,
            roles=roles,
            slips=may_print_slips(work.actor, klass, school),
        )


def _by_pupil(tasks: list[Task]) -> dict[UUID, list[Task]]:
    """Put what is asked beside the pupil it is about."""
    found: dict[UUID, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.pupils[0], []).append(task)
    return found


async def show_pupil(request: Request) -> Response:
    """Show a pupil to everyone with a relation to them; those who run the roster find the relations here too."""
    async with begin(request) as work:
        pupil = await someone(work.session, key(request, "pupil"))
        plan = (await plans_of(work.session, [pupil.id])).get(pupil.id)
        await work.find(Person, pupil.id, see=lambda actor, _: _may_see(actor, pupil, plan))
        klass, school = await _place(work, pupil, plan)
        relations = await _relations(work, pupil.id, school)
        return await show(
            work,
            request,
            "people/pupil.html",
            **await profile_part(work, pupil),
            plan=plan if plan and may_see(work.actor, plan) else None,
            klass=klass,
            school=school,
            relations=relations,
            may_end={one.id for one in relations if policy.may_end_relation(work.actor, one, frozenset({school.id}))},
            people=await named(work.session, [one.person_id for one in relations]),
            places=await _places(work, relations),
        )


def _may_see(actor: Actor, pupil: Someone, plan: Plan | None) -> bool:
    """Whether somebody may see a pupil's page: by a tie to the pupil, or by the plan that is being followed."""
    return policy.may_see_pupil_page(actor, pupil) or (plan is not None and may_see_pupil(actor, plan))


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


async def _relations(work: Work, pupil: UUID, school: School) -> list[Relation]:
    """Give a pupil's relations to those who run the school."""
    if not policy.runs_school(work.actor, school):
        return []
    found = await relations_of(work.session, pupil)
    return [one for one in found if one.kind != RelationKind.sees_protected and one.person_id not in work.actor.hidden]


async def _places(work: Work, relations: list[Relation]) -> dict[UUID, Class]:
    """Give the classes that relations lead to."""
    rows = await work.session.exec(select(Class).where(col(Class.id).in_({one.class_id for one in relations if one.class_id})))
    return {one.id: one for one in rows}


async def end_relation(request: Request) -> Response:
    """End a relation now."""
    async with begin(request) as work:
        relation = await work.session.get(Relation, key(request, "relation"), with_for_update=True)
        if relation is None:
            raise UnknownError
        schools = await schools_of(work.session, relation)
        relation = await work.find(
            Relation,
            relation.id,
            see=lambda actor, one: policy.may_see_relation(actor, one, schools),
            may=lambda actor, one: policy.may_end_relation(actor, one, schools),
        )
        await end(work, relation)
        return go(f"/pupils/{relation.pupil_id or relation.person_id}")
