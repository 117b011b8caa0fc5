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

    from server.plans.actions.earlier import Dated
    from server.work import Work


class TakeGoalOver(Form):
    """The goal of the last plan; the page chose the new one's id, so that sending twice takes it over once."""

    id: UUID
    goal: UUID


def chosen(earlier: list[Dated], request: Request) -> Dated | None:
    """Choose the plan to stand beside this one: the one that the address names, else the last; none where there is none to see.

    Raises:
        UnknownError: the address names another than an earlier one that the reader may see.
    """
    wanted = request.query_params.get("with", "")
    if not wanted:
        return earlier[0] if earlier else None
    found = next((one for one in earlier if str(one[0].id) == wanted), None)
    if found is None:
        raise UnknownError
    return found


async def show_compare(request: Request) -> Response:
    """Show an earlier plan beside this one, whichever two of a pupil's; who may write in this one can take over what still holds."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        opened(work, plan)
        head = await head_part(work, plan)
        which = chosen(head["earlier"], request)
        last = await work.find(Plan, which[0].id, see=may_see) if which else None
        if last:
            opened(work, last)
        return await show(
            work,
            request,
            "plans/compare.html",
            **head,
            takes_over=may_propose(work.actor, plan),
            last=last,
            beside_which=which,
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
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        return fragment(request, "plans/_goals_beside.html", **await beside_part(work, plan, request))


async def beside_part(work: Work, plan: Plan, request: Request | None = None) -> dict[str, Any]:
    """Gather what the goals' part of the page needs by itself."""
    earlier = await earlier_than(work, plan)
    which = chosen(earlier, request) if request else next(iter(earlier), None)
    return {
        "plan": plan,
        "earlier": earlier,
        "beside_which": which,
        "last": which[0] if which else None,
        **await _goals(work, which[0] if which else None, plan),
    }


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
            return fragment(request, "plans/_goals_beside.html", **await beside_part(work, plan, request))
    beside_which = f"?with={origin.plan_id}" if "with" in request.query_params else ""
    return go(f"/plans/{plan.id}/compare{beside_which}#goals")
