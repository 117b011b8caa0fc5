"""Goals over HTTP: propose, reword, move, check in; and the part of the plan's page that lists them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field
from starlette.routing import Route

from server.goals import actions, policy
from server.goals.models import Goal, Status
from server.people.actions import around, faces, named
from server.people.policy import Role, standing
from server.plans.models import Plan
from server.plans.policy import may_see as may_see_plan
from server.web import Form, begin, fragment, go, is_live, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

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
    """The status to go to."""

    status: Status


class CheckInOnGoal(Form):
    """How it is going, in a few words."""

    id: UUID
    words: Annotated[str, Field(min_length=1, max_length=2000)]


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
        "goal_people": people,
        "faces": await faces(work, people.values()),
        "goal_moves": {goal.id: [to for to in Status if policy.may_move(work.actor, goal, to)] for goal in goals},
        "may_reword": {goal.id for goal in goals if policy.may_reword(work.actor, goal)},
        "may_check_in": {goal.id for goal in goals if policy.may_check_in(work.actor, goal)},
        "origins": await actions.origins(work.session, goals),
        "may_propose": policy.may_propose(work.actor, plan),
    }


async def _listed(request: Request, work: Work, plan: Plan) -> Response:
    """Answer a script with the list as it is now, a browser without one with the way back to it."""
    if is_live(request):
        await work.session.flush()
        return fragment(request, "goals/_list.html", **await goals_part(work, plan))
    return go(f"/plans/{plan.id}#goals")


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
        await actions.propose(work, plan, wanted.id, await _checked(work, plan, wanted))
        return await _listed(request, work, plan)


async def _checked(work: Work, plan: Plan, wanted: Wording) -> dict[str, Any]:
    """Give the wording, with nobody responsible who is not around the pupil."""
    fields = wanted.model_dump(exclude={"id"})
    if wanted.responsible_id is not None:
        await actions.must_be_around(work.session, plan, wanted.responsible_id)
    return fields


async def show_goal(request: Request) -> Response:
    """Show the form in which a goal is worded otherwise."""
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_reword)
        family = await around(work.session, goal.plan)
        is_mentor = standing(work.actor, goal.plan).is_any(Role.mentor)
        return await show(work, request, "goals/goal.html", goal=goal, plan=goal.plan, around=family, is_mentor=is_mentor)


async def reword_goal(request: Request) -> Response:
    """Word a goal otherwise."""
    wanted = await read(request, Wording)
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_reword, lock=True)
        await actions.reword(work, goal, await _checked(work, goal.plan, wanted))
    return go(f"/plans/{goal.plan_id}#goal-{goal.id}")


async def move_goal(request: Request) -> Response:
    """Move a goal to another status; one that is there already stays, and nobody is told twice."""
    wanted = await read(request, MoveGoal)
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, lock=True)
        if goal.status is not wanted.status:
            goal = await work.find(Goal, goal.id, see=policy.may_see, may=lambda actor, one: policy.may_move(actor, one, wanted.status))
            await actions.move(work, goal, wanted.status)
        return await _listed(request, work, goal.plan)


async def check_in_on_goal(request: Request) -> Response:
    """Write how a goal is going."""
    wanted = await read(request, CheckInOnGoal)
    async with begin(request) as work:
        goal = await work.find(Goal, key(request, "goal"), see=policy.may_see, may=policy.may_check_in)
        await actions.check_in(work, goal, wanted.id, wanted.words)
        return await _listed(request, work, goal.plan)


routes = [
    Route("/plans/{plan}/goals", show_goals, methods=["GET"]),
    Route("/plans/{plan}/goals", propose_goal, methods=["POST"]),
    Route("/goals/{goal}", show_goal, methods=["GET"]),
    Route("/goals/{goal}", reword_goal, methods=["POST"]),
    Route("/goals/{goal}/status", move_goal, methods=["POST"]),
    Route("/goals/{goal}/check-ins", check_in_on_goal, methods=["POST"]),
]
