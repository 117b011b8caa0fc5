"""What waits for a mentor across all pupils: goals to confirm, goals that are due; asking many to look back at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import col, select

from server.errors import UnknownError, WrongFormError, _
from server.goals import actions, policy
from server.goals.actions.following import mentored
from server.goals.models import Evaluation, Goal, Status
from server.people.actions import named
from server.plans.models import Plan
from server.plans.policy import may_see as may_see_plan
from server.web import begin, fields_of, go, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST_AT_ONCE = 300


async def show_waiting(request: Request) -> Response:
    """Show a mentor what waits; whoever is nobody's mentor has no such page."""
    async with begin(request) as work:
        if not mentored(work.actor):
            raise UnknownError
        found = await actions.waiting_for(work, request.app.state.settings.goal_days)
        goals = [*found.to_confirm, *found.over, *found.soon]
        people = await named(work.session, {*(goal.plan.pupil_id for goal in goals), *(plan.pupil_id for plan in found.in_use)})
        work.saw(*people)
        asked = select(Evaluation.plan_id).where(col(Evaluation.plan_id).in_([plan.id for plan in found.in_use])).distinct()
        return await show(
            work,
            request,
            "goals/waiting.html",
            found=found,
            people=people,
            asked=set(await work.session.exec(asked)),
            check_ins=await actions.check_ins(work.session, found.to_confirm),
        )


async def confirm_many(request: Request) -> Response:
    """Confirm that the ticked goals are fulfilled; one that is already stays so, one that may not be is refused with all others."""
    goals = _ticked(await fields_of(request, MOST_AT_ONCE), "goal:")
    async with begin(request) as work:
        for key in goals:
            goal = await work.find(Goal, key, see=policy.may_see, lock=True)
            if goal.status is not Status.fulfilled:
                goal = await work.find(Goal, key, see=policy.may_see, may=policy.may_confirm)
                await actions.move(work, goal, Status.fulfilled)
    return go("/goals")


async def ask_many(request: Request) -> Response:
    """Ask all who are around the ticked plans to look back on them."""
    plans = _ticked(await fields_of(request, MOST_AT_ONCE), "plan:")
    async with begin(request) as work:
        for key in plans:
            plan = await work.find(Plan, key, see=may_see_plan, may=policy.asks_to_look_back, lock=True)
            await actions.begin_evaluation(work, plan)
        return go("/goals" if mentored(work.actor) else "/")


def _ticked(fields: dict[str, str], prefix: str) -> list[UUID]:
    """Read what is ticked, in one order for all, so that nobody waits for whoever waits for them.

    Raises:
        WrongFormError: nothing is ticked, or something that is none.
    """
    try:
        found = sorted(UUID(name.removeprefix(prefix)) for name in fields if name.startswith(prefix))
    except ValueError as error:
        raise WrongFormError from error
    if not found:
        raise WrongFormError({"ticked": _("Tick something first.")})
    return found
