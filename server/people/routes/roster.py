"""The pages of a school, a class and a pupil; ending a relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.errors import ForbiddenError, UnknownError
from server.goals.actions import counts
from server.people import policy
from server.people.actions import end, named, pupils_in, relations_of, schools_of
from server.people.models import Person, Relation
from server.plans.actions import plans_of
from server.plans.policy import may_see, may_see_pupil
from server.schools.models import Class, ClassKind, School
from server.schools.policy import administered, administers_all
from server.web import begin, go, key, show

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

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
            imports=bool(administered(work.actor)) or administers_all(work.actor),
        )


async def show_class(request: Request) -> Response:
    """Show a class with its pupils; each leads to the plan for those who may see it."""
    async with begin(request) as work:
        klass = await work.find(Class, key(request, "class"), see=policy.may_see_class)
        pupils = [one for one in await pupils_in(work.session, klass.id) if policy.may_see_listed(work.actor, one)]
        plans = {
            pupil: plan for pupil, plan in (await plans_of(work.session, [one.id for one in pupils])).items() if may_see(work.actor, plan)
        }
        school = await work.session.get_one(School, klass.school_id)
        return await show(
            work,
            request,
            "people/class.html",
            klass=klass,
            school=school,
            pupils=pupils,
            plans=plans,
            goals=await counts(work, list(plans.values())),
            runs=policy.runs_school(work.actor, school),
        )


async def show_pupil(request: Request) -> Response:
    """Show a pupil's relations to those who run the roster."""
    async with begin(request) as work:
        plan = await _plan_of(work, key(request, "pupil"))
        school = await work.session.get_one(School, plan.school_id)
        if not policy.runs_school(work.actor, school):
            raise ForbiddenError
        relations = [one for one in await relations_of(work.session, plan.pupil_id) if one.kind != "sees_protected"]
        return await show(
            work,
            request,
            "people/pupil.html",
            pupil=await work.session.get_one(Person, plan.pupil_id),
            klass=await work.session.get_one(Class, plan.class_id),
            school=school,
            relations=relations,
            may_end={one.id for one in relations if policy.may_end_relation(work.actor, one, frozenset({school.id}))},
            people=await named(work.session, [one.person_id for one in relations]),
            places=await _places(work, relations),
        )


async def _plan_of(work: Work, pupil: UUID) -> Plan:
    """Give a pupil's plan, by which it is known who may see the pupil.

    Raises:
        UnknownError: there is no such pupil, or this person may not know of them.
    """
    plan = (await plans_of(work.session, [pupil])).get(pupil)
    if plan is None or not may_see_pupil(work.actor, plan) or (pupil in work.actor.hidden and not may_see(work.actor, plan)):
        raise UnknownError
    return plan


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
