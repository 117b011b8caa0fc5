"""Pupils between two plans: who has left the school that made theirs, who has none yet, who has nobody to run it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions import PupilAt, actors_of, by_name, in_force, named
from server.people.models import Person, Relation, RelationKind
from server.people.policy import Role, may_see_listed, may_see_school, runs_any, runs_school, standing
from server.plans.actions import active_goals, newest_version
from server.plans.policy import has_left, may_see_handed_over
from server.schools.models import Class, ClassKind, School
from server.web import begin, key, show

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Actor
    from server.plans.models import Plan
    from server.work import Work


@dataclass(frozen=True)
class Left:
    """A plan whose school the pupil has left, and what of it the pupil's new school reads."""

    plan: Plan
    school: School
    goes_on: bool
    """Whether the pupil goes to another school of the organisation now."""
    version: int
    """The newest locked version; 0 where nothing was ever locked."""
    goals: int


async def left_of(work: Work, plans: Iterable[Plan]) -> dict[UUID, Left]:
    """Give those of some plans whose school the pupil has left, by pupil."""
    gone = [plan for plan in plans if has_left(plan)]
    rows = await work.session.exec(select(School).where(col(School.id).in_({plan.school_id for plan in gone})))
    schools = {one.id: one for one in rows}
    found = {}
    for plan in gone:
        version = await newest_version(work.session, plan)
        goals = len(await active_goals(work.session, plan))
        found[plan.pupil_id] = Left(plan, schools[plan.school_id], bool(plan.at_schools), version.number if version else 0, goals)
    return found


def homerooms(actor: Actor, children: Iterable[UUID], classes: Iterable[Class]) -> dict[UUID, Class]:
    """Give the class that the actor, as a pupil, and the children go to now."""
    rooms = {one.id: one for one in classes if one.kind is ClassKind.homeroom}
    places = [(tie.pupil_id or actor.id, rooms[tie.class_id]) for tie in actor.ties if tie.class_id in rooms and _is_going(tie.kind)]
    wanted = {actor.id, *children}
    return {pupil: klass for pupil, klass in places if pupil in wanted}


def _is_going(kind: RelationKind) -> bool:
    """Whether a tie leads to the class that oneself or one's child goes to."""
    return kind in {RelationKind.pupil_in, RelationKind.guardian_of, RelationKind.contact_for}


def mentees_of(actor: Actor) -> list[UUID]:
    """Give the pupils whom somebody mentors where they go to school now: a mentor whom a pupil has left behind is none."""
    ties = [tie for tie in actor.ties if tie.kind is RelationKind.mentor_of]
    schools: dict[UUID, set[UUID]] = {}
    for tie in ties:
        if tie.pupil_id is not None:
            schools.setdefault(tie.pupil_id, set()).update({tie.school_id} if tie.school_id else ())
    return [pupil for pupil, found in schools.items() if is_mentored_by(actor, pupil, found)]


def is_mentored_by(actor: Actor, pupil: UUID, schools: Collection[UUID]) -> bool:
    """Whether somebody's relation to a pupil of some schools makes them the mentor there."""
    organisation = actor.person.organisation_id
    at = [PupilAt(pupil, school, organisation, schools) for school in schools] or [PupilAt(pupil, organisation, organisation)]
    return any(standing(actor, one).is_any(Role.mentor) for one in at)


def address_of(actor: Actor, pupil: UUID, newest: Plan | None) -> str:
    """Lead to what there is of a pupil without a plan here: what the former school has handed over, or else the pupil's page."""
    return f"/pupils/{pupil}/handed-over" if newest is not None and may_see_handed_over(actor, newest) else f"/pupils/{pupil}"


async def without_mentor(work: Work, school: School) -> list[tuple[Class, Person]]:
    """Give the pupils of a school whom nobody mentors there, by class, as far as the actor may know of them."""
    going = (
        select(Class, Person)
        .join(Relation, col(Relation.class_id) == Class.id)
        .join(Person, col(Person.id) == Relation.person_id)
        .where(Class.school_id == school.id, Class.kind == ClassKind.homeroom, Relation.kind == RelationKind.pupil_in, in_force(now()))
    )
    listed = [(klass, pupil) for klass, pupil in await work.session.exec(going) if may_see_listed(work.actor, pupil)]
    pupils = [pupil.id for _class, pupil in listed]
    rows = await work.session.exec(
        select(Relation).where(Relation.kind == RelationKind.mentor_of, col(Relation.pupil_id).in_(pupils), in_force(now()))
    )
    ties = rows.all()
    mentors = await actors_of(work.session, (await named(work.session, [one.person_id for one in ties])).values())
    mentored = {one.pupil_id for one in ties if one.pupil_id and is_mentored_by(mentors[one.person_id], one.pupil_id, [school.id])}
    found = [(klass, pupil) for klass, pupil in listed if pupil.id not in mentored]
    return sorted(found, key=lambda one: (one[0].name, by_name(one[1])))


async def show_without_mentor(request: Request) -> Response:
    """Show those who run a school which pupils have nobody to run their talks."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=runs_school)
        found = await without_mentor(work, school)
        work.saw(*(pupil.id for _class, pupil in found))
        names_one = runs_any(work.actor, frozenset({school.id, school.organisation_id}), RelationKind.admin_of)
        return await show(work, request, "people/without_mentor.html", school=school, found=found, names_one=names_one)
