"""Goals over HTTP: propose, reword, move; and the part of the plan's page that lists them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from server.accounts.routes.signing import inside
from server.columns import now
from server.errors import WrongFormError, _
from server.goals import actions, policy
from server.goals.models import Goal, Status
from server.people.actions import faces, local_day, named
from server.people.policy import standing
from server.plans.models import Plan
from server.plans.policy import may_see as may_see_plan
from server.web import Form, begin, fragment, go, is_live, key, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Actor
    from server.work import Work

Line = Annotated[str, Field(max_length=300)]
Words = Annotated[str, Field(max_length=2000)]


class Wording(Form):
    """How a goal is worded; only the title must be there."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    why: Words = ""
    school_does: Words = ""
    pupil_does: Words = ""
    home_does: Words = ""
    subject: Line = ""
    criteria: Words = ""
    evaluation: Words = ""
    due: date | None = None
    responsible_id: UUID | None = None


class ProposeGoal(Wording):
    """A new goal; the page chose its id, so that sending twice proposes once."""

    id: UUID


class MoveGoal(Form):
    """The status to go to, and where to go afterwards."""

    status: Status
    then: str = ""


async def goals_part(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the goals that one may see, with what may be done with each."""
    goals = await actions.seen(work, plan)
    check_ins = await actions.check_ins(work.session, goals)
    concerned = [goal.proposed_by for goal in goals] + [goal.responsible_id for goal in goals if goal.responsible_id]
    people = await named(work.session, [*concerned, *(one.person_id for found in check_ins.values() for one in found)])
    return {
        "plan": plan,
        "who": standing(work.actor, plan),
        "goals": goals,
        "check_ins": check_ins,
        "pictured": await actions.with_picture(work.session, goals),
        "tied": await actions.tied(work.session, goals),
        "goal_people": people,
        "faces": await faces(work, people.values()),
        "goal_moves": {goal.id: [to for to in Status if policy.may_move(work.actor, goal, to)] for goal in goals},
        "may_reword": {goal.id for goal in goals if policy.may_reword(work.actor, goal)},
        "may_check_in": {goal.id for goal in goals if policy.may_check_in(work.actor, goal)},
        "origins": await actions.origins(work.session, goals),
        "may_propose": policy.may_propose(work.actor, plan),
    }


async def listed(request: Request, work: Work, plan: Plan, then: str = "") -> Response:
    """Answer a script with the list as it is now, a browser without one with the way back to it, or to where it came from."""
    if is_live(request):
        await work.session.flush()
        return fragment(request, "goals/_list.html", **await goals_part(work, plan))
    return go(inside(then) if then else f"/plans/{plan.id}#goals")


async def show_goals(request: Request) -> Response:
    """Show a plan's goals."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see_plan)
        return fragment(request, "goals/_list.html", **await goals_part(work, plan))


async def propose_goal(request: Request) -> Response:
    """Propose a goal."""
    wanted = await read(request, ProposeGoal)
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see_plan, may=policy.may_propose)
        await actions.propose(work, plan, wanted.id, await checked(work, plan, wanted))
        return await listed(request, work, plan)


async def checked(work: Work, plan: Plan, wanted: Wording, before: date | None = None) -> dict[str, Any]:
    """Give the wording, with nobody responsible who is not around the pupil, and no last day that has passed, unless it was that before.

    Raises:
        WrongFormError: it is otherwise.
    """
    fields = wanted.model_dump(exclude={"id"})
    if wanted.due is not None and wanted.due != before and wanted.due < local_day(now()):
        raise WrongFormError({"due": _("This day has passed.")})
    if wanted.responsible_id is not None:
        await actions.must_be_around(work.session, plan, wanted.responsible_id)
    return fields


async def reword_goal(request: Request) -> Response:
    """Word a goal otherwise."""
    wanted = await read(request, Wording)
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_reword, lock=True)
        await actions.reword(work, goal, await checked(work, goal.plan, wanted, goal.due))
    return go(f"/plans/{goal.plan_id}#goal-{goal.id}")


async def next_of(work: Work, request: Request) -> Plan | None:
    """Give the plan into which a goal of the request goes on, held before the goal itself is."""
    goal = await work.find(Goal, key(request, "goal"), see=policy.may_see)
    return await actions.next_plan(work.session, goal.plan)


async def settled(work: Work, request: Request, to: Status, may: Callable[[Actor, Goal, Status], bool]) -> Goal:
    """Bring a goal to a status by a rule, and give it; one that is there already stays, and nobody is told twice."""
    ahead = await next_of(work, request) if to is Status.carried_over else None
    goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, lock=True)
    if goal.status is not to:
        goal = await work.find(Goal, goal.id, see=policy.may_see, may=lambda actor, one: may(actor, one, to))
        await actions.settle(work, goal, to, ahead)
    return goal


async def move_goal(request: Request) -> Response:
    """Move a goal to another status."""
    wanted = await read(request, MoveGoal)
    async with begin(request) as work:
        goal = await settled(work, request, wanted.status, policy.may_move)
        return await listed(request, work, goal.plan, wanted.then)
