"""Looking back on a plan before the next round: the page for all, each one's answer, what becomes of the goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from server.errors import ForbiddenError, WrongFormError
from server.goals import actions, policy
from server.goals.models import Evaluation, Looker, Status
from server.goals.routes.goals import settled
from server.pages.names import OUTCOME_ACT
from server.people.actions import named
from server.people.models import Person
from server.people.policy import standing
from server.plans.actions import home_names, opened
from server.plans.models import Plan
from server.plans.policy import may_see
from server.web import Form, begin, fields_of, go, key, read, show, typed

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.policy import Standing
    from server.work import Work

MOST_FIELDS = 400
_PARTS = 3


class OfGoal(Form):
    """How far a goal has come, for one who looks back."""

    face: Annotated[int, Field(ge=0, le=4)] | None = None
    words: Annotated[str, Field(max_length=2000)] = ""


class LookBack(Form):
    """What somebody says of the plan as a whole, and as whom: for which home, where it is a home."""

    looker: Looker
    household: UUID | None = None
    face: Annotated[int, Field(ge=0, le=4)]
    words: Annotated[str, Field(max_length=2000)] = ""


class SettleGoal(Form):
    """What becomes of a goal."""

    outcome: Status


async def show_evaluation(request: Request) -> Response:
    """Show what is asked when looking back, what has been said as far as the reader may read it, and what becomes of the goals."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        opened(work, plan)
        return await show(work, request, "goals/evaluation.html", **await _evaluation(work, plan))


async def _evaluation(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the page."""
    who, there = standing(work.actor, plan), await actions.evaluations_of(work.session, plan.id)
    known = [one for one in there if policy.sees_evaluation(work.actor, one)]
    readable = [one for one in known if policy.reads_evaluation(who, one)]
    actor, goals = work.actor, await actions.seen(work, plan)
    settles = {goal.id: [to for to in OUTCOME_ACT if there and policy.may_settle(actor, goal, to)] for goal in goals}
    return {
        "plan": plan,
        "who": who,
        "pupil": await work.session.get_one(Person, plan.pupil_id),
        "begun": bool(there),
        "mine": _own(who, plan, there) if there and policy.may_evaluate(work.actor, plan) else [],
        "asked_of_me": [one for one in there if policy.is_own(who, one)],
        "known": known,
        "readable": readable,
        "goals": [goal for goal in goals if goal.status is not Status.cancelled or settles[goal.id]],
        "looked_at": await actions.goals_to_look_at(work.session, plan.id),
        "of_goals": await actions.said_of_goals(work.session, readable),
        "people": await named(work.session, [one.by_id for one in readable if one.by_id]),
        "homes": await home_names(work.session, plan),
        "settles": settles,
        "asks": not there and policy.asks_to_look_back(work.actor, plan),
        "closes": bool(there) and policy.may_close(work.actor, plan),
        "takes_back": bool(there) and not any(one.given for one in there) and policy.may_take_back(work.actor, plan),
    }


def _own(who: Standing, plan: Plan, there: list[Evaluation]) -> list[Evaluation]:
    """Give the evaluations that are somebody's own to give, also a home's that has come since all were asked."""
    found = [one for one in there if policy.is_own(who, one)]
    homes = {one.household_id for one in found}
    late = [Evaluation(plan_id=plan.id, looker=Looker.home, household_id=one) for one in who.households if one not in homes]
    return found + [one for one in late if policy.is_own(who, one)]


async def give_evaluation(request: Request) -> Response:
    """Keep what somebody says when looking back; sent again it takes the place of what was said before."""
    fields = await fields_of(request, MOST_FIELDS)
    wanted = typed(LookBack, {name: value for name, value in fields.items() if value != "" and not name.startswith("goal:")})
    goals = _of_goals(fields)
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, may=policy.may_evaluate, lock=True)
        as_if = Evaluation(plan_id=plan.id, looker=wanted.looker, household_id=wanted.household)
        if not policy.is_own(standing(work.actor, plan), as_if) or (wanted.looker is not Looker.home and wanted.household):
            raise ForbiddenError
        await actions.evaluate(work, plan, wanted.looker, wanted.household, actions.Back(wanted.face, wanted.words, goals))
    return go(f"/plans/{plan.id}/evaluation?given=yes")


def _of_goals(fields: dict[str, str]) -> dict[UUID, tuple[int | None, str]]:
    """Read what is said of goals: `goal:<id>:face`, `goal:<id>:words`.

    Raises:
        WrongFormError: one of it is wrong.
    """
    found: dict[UUID, dict[str, str]] = {}
    for name, value in fields.items():
        if name.startswith("goal:"):
            parts = name.split(":")
            try:
                found.setdefault(UUID(parts[1]), {})[parts[2] if len(parts) == _PARTS else ""] = value
            except ValueError as error:
                raise WrongFormError from error
    said = {goal: typed(OfGoal, {name: value for name, value in given.items() if value != ""}) for goal, given in found.items()}
    return {goal: (one.face, one.words) for goal, one in said.items()}


async def ask_all(request: Request) -> Response:
    """Ask pupil, homes and mentor to look back."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, may=policy.asks_to_look_back, lock=True)
        await actions.begin_evaluation(work, plan)
    return go(f"/plans/{plan.id}/evaluation")


async def take_back(request: Request) -> Response:
    """Ask nobody any more, while nobody has answered."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, may=policy.may_take_back, lock=True)
        await actions.take_evaluation_back(work, plan)
    return go(f"/plans/{plan.id}/evaluation")


async def close(request: Request) -> Response:
    """Wait for no more answers: the plan is evaluated. Where nobody was asked there is nothing to wait for."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, may=policy.may_close, lock=True)
        if await actions.evaluations_of(work.session, plan.id):
            actions.finish(work, plan)
    return go(f"/plans/{plan.id}/evaluation")


async def settle_goal(request: Request) -> Response:
    """Say what becomes of a goal; the same again changes nothing."""
    wanted = await read(request, SettleGoal)
    async with begin(request) as work:
        goal = await settled(work, request, wanted.outcome, policy.may_settle)
    return go(f"/plans/{goal.plan_id}/evaluation#goals")
