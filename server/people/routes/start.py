"""The start page: what is asked of me now, then my relations."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from server.accounts.actions import interventions
from server.booking.actions import days_of
from server.goals.actions import counts, plans_in_use
from server.notices.actions import unread_in
from server.organisation.actions import first_steps
from server.people.actions import by_name, look_at, named
from server.people.actions.coming_of_age import lately_of_age
from server.people.models import RelationKind
from server.people.policy import standing
from server.people.routes.between import address_of, homerooms, left_of, mentees_of
from server.people.routes.near import class_names, places_part
from server.plans.actions import asked_of, plans_of
from server.plans.policy import may_see
from server.retention.actions.proposing import waiting_for
from server.rounds.actions import rounds_to_begin, stairs_of, talks_to_begin
from server.rounds.staircase import current
from server.web import begin, fragment, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.models import Person
    from server.people.policy import Actor
    from server.plans.actions import Task
    from server.plans.models import Plan
    from server.rounds.staircase import Stair
    from server.work import Work

MOST_TASKS = 30
_MINE = (RelationKind.guardian_of, RelationKind.contact_for, RelationKind.mentor_of, RelationKind.teacher_in)


async def show_start(request: Request) -> Response:
    """Show the start page."""
    async with begin(request) as work:
        return await show(work, request, "people/start.html", **await _start(work))


async def show_now(request: Request) -> Response:
    """Show again what is asked and how far each plan has come, as news come."""
    async with begin(request) as work:
        return fragment(request, "people/_now.html", **await _start(work))


async def _start(work: Work) -> dict[str, Any]:
    """Gather what the start page shows, across all of a person's roles."""
    session, actor = work.session, work.actor
    mine = {kind: pupils_by(actor, kind) for kind in _MINE}
    children = [*mine[RelationKind.guardian_of], *mine[RelationKind.contact_for]]
    pupils = {pupil for found in mine.values() for pupil in found} - actor.hidden | {actor.id, *children}
    newest = await plans_of(session, list(pupils))
    left = await left_of(work, [newest[one] for one in (actor.id, *children) if one in newest and may_see(actor, newest[one])])
    plans = {pupil: plan for pupil, plan in newest.items() if pupil not in left and may_see(actor, plan)}
    found, tasks = await _asked(work, list(plans.values()))
    people = await named(session, [*pupils, *(pupil for task in tasks for pupil in task.pupils)])
    work.saw(*people)
    following = await plans_in_use(work, [one for one in (actor.id, *children) if one not in left])
    places = await places_part(work)
    return {
        **_mentored(work, people, newest, plans, found),
        "acts": [one for one in await interventions(session, actor.id) if not one.seen],
        "tasks": tasks[:MOST_TASKS],
        "disposals": await waiting_for(session, actor),
        "first_steps": await first_steps(session, actor),
        "asked": {pupil: [task for task in tasks if pupil in task.pupils] for pupil in (actor.id, *children)},
        "following": following,
        "news": await unread_in(session, actor.id),
        "people": people,
        "looks": await look_at(work, [people[one] for one in (actor.id, *children, *mentees_of(actor)) if one in people]),
        "own": plans.get(actor.id) or left.get(actor.id) or any(tie.kind is RelationKind.pupil_in for tie in actor.ties),
        "left": left,
        "homerooms": homerooms(actor, children, places["classes"]),
        "children": children,
        "of_age": await lately_of_age(work),
        "plans": plans,
        "stairs": found,
        "whos": {plan.id: standing(actor, plan) for plan in plans.values()},
        "goals": await counts(work, [*plans.values(), *following.values()]),
        "class_names": await class_names(work, {task.class_id for task in tasks}),
        "holds_talks": bool(mentees_of(actor) or mine[RelationKind.teacher_in]) and bool(await days_of(work, actor.id)),
        **places,
    }


def _mentored(
    work: Work, people: Mapping[UUID, Person], newest: Mapping[UUID, Plan], plans: dict[UUID, Plan], stairs: Mapping[UUID, list[Stair]]
) -> dict[str, Any]:
    """Gather the pupils somebody mentors: class by class with how far they have come, and those without a plan."""
    every = sorted((one for one in mentees_of(work.actor) if one in people), key=lambda one: by_name(people[one]))
    mentored = _by_class([one for one in every if one in plans], plans)
    return {
        "mentored": mentored,
        "without_plan": [(one, address_of(work.actor, one, newest.get(one))) for one in every if one not in plans],
        "steps": {klass: _counted(stairs[plans[one].id] for one in mentees) for klass, mentees in mentored.items()},
    }


async def _asked(work: Work, plans: list[Plan]) -> tuple[dict[UUID, list[Stair]], list[Task]]:
    """Gather how far each plan has come, and what is asked of somebody: what is to be begun first."""
    found, asked = await stairs_of(work, plans), await asked_of(work.session, work.actor, plans)
    return found, [*await rounds_to_begin(work.session, work.actor), *talks_to_begin(plans, found), *asked]


def _by_class(pupils: list[UUID], plans: dict[UUID, Plan]) -> dict[UUID, list[UUID]]:
    """Put pupils together by the class of their plans."""
    found: dict[UUID, list[UUID]] = {}
    for one in pupils:
        found.setdefault(plans[one].class_id, []).append(one)
    return found


def _counted(staircases: Iterable[list[Stair]]) -> list[tuple[Stair, int]]:
    """Count in which step, and in which state of it, pupils are; from the bottom up."""
    count = Counter(replace(current(one), until=None, own=False) for one in staircases)
    return sorted(count.items(), key=lambda one: (one[0].number, one[0].state))


def pupils_by(actor: Actor, kind: RelationKind) -> list[UUID]:
    """Give the pupils a person is tied to in one way, each once."""
    return list(dict.fromkeys(tie.pupil_id for tie in actor.ties if tie.kind is kind and tie.pupil_id is not None))
