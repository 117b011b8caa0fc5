"""The last plan beside this one, and taking a goal of it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from server.errors import UnknownError
from server.goals import actions as goals
from server.goals.models import Goal
from server.goals.policy import is_earlier, may_propose, may_take_over
from server.goals.policy import may_see as may_see_goal
from server.plans.actions import beside, earlier_than, home_names, opened
from server.plans.models import Plan
from server.plans.policy import may_see
from server.plans.routes.parts import head_part
from server.web import Form, begin, fragment, go, is_live, key, language_of, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


class TakeGoalOver(Form):
    """The goal of the last plan; the page chose the new one's id, so that sending twice takes it over once."""

    id: UUID
    goal: UUID


async def _last(work: Work, plan: Plan) -> Plan | None:
    """Give the last plan before this one that the reader may see, and note that it is read."""
    earlier = await earlier_than(work, plan)
    if not earlier:
        return None
    found = await work.find(Plan, earlier[0][0].id, see=may_see)
    opened(work, found)
    return found


async def show_compare(request: Request) -> Response:
    """Show the last plan beside this one to those who may write something in this one."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, may=may_propose)
        opened(work, plan)
        last = await _last(work, plan)
        return await show(
            work,
            request,
            "plans/compare.html",
            **await head_part(work, plan),
            last=last,
            pairs=await beside(work, last, plan, language_of(request).language) if last else [],
            homes=await home_names(work.session, plan),
            **await _goals(work, last, plan),
        )


async def _goals(work: Work, last: Plan | None, plan: Plan) -> dict[str, Any]:
    """Gather the goals of both plans, with which of the last one's are taken over, and which may be."""
    now = await goals.seen(work, plan)
    then = await goals.seen(work, last) if last else []
    return {
        "goals_then": then,
        "goals_now": now,
        "taken": {one.origin_id for one in now if one.origin_id is not None},
        "takes": {one.id for one in then if may_take_over(work.actor, one, plan)},
        "origins": await goals.origins(work.session, now),
    }


async def show_goals_beside(request: Request) -> Response:
    """Show the goals of both plans again."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, may=may_propose)
        return fragment(request, "plans/_goals_beside.html", **await beside_part(work, plan))


async def beside_part(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather what the goals' part of the page needs by itself."""
    earlier = await earlier_than(work, plan)
    return {"plan": plan, "earlier": earlier, **await _goals(work, earlier[0][0] if earlier else None, plan)}


async def take_goal_over(request: Request) -> Response:
    """Propose a goal of an earlier plan in this one."""
    wanted = await read(request, TakeGoalOver)
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, may=may_propose)
        origin = await work.find(Goal, wanted.goal, see=may_see_goal)
        if not is_earlier(origin.plan, plan):
            raise UnknownError
        origin = await work.find(Goal, origin.id, see=may_see_goal, may=lambda actor, one: may_take_over(actor, one, plan))
        await goals.take_over(work, plan, wanted.id, origin)
        if is_live(request):
            await work.session.flush()
            return fragment(request, "plans/_goals_beside.html", **await beside_part(work, plan))
    return go(f"/plans/{plan.id}/compare#goals")
