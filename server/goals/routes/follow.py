"""The page on which goals are followed through the term: the pupil's own, and the same for whoever may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from server.columns import now
from server.goals.models import Goal, Status
from server.goals.policy import Due, due_of
from server.goals.routes.goals import goals_part
from server.people.actions import local_day
from server.people.models import Person
from server.plans.actions import opened
from server.plans.models import Plan
from server.plans.policy import may_see
from server.schools.models import Class
from server.web import begin, fragment, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

_OVER = (Status.fulfilled, Status.carried_over)
_NEAR = {Due.over: 0, Due.soon: 1, None: 2}


async def show_follow(request: Request) -> Response:
    """Show the goals of a plan as cards."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        opened(work, plan)
        parts = await cards_part(request, work, plan)
        klass = await work.session.get_one(Class, plan.class_id)
        return await show(work, request, "goals/follow.html", klass=klass, **parts)


async def show_cards(request: Request) -> Response:
    """Show the cards again, as news come."""
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see)
        return fragment(request, "goals/_cards.html", **await cards_part(request, work, plan))


async def cards_part(request: Request, work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the cards: what is worked on, the first day first; what is proposed; what is over."""
    found = await goals_part(work, plan)
    days, today = request.app.state.settings.goal_days, local_day(now())

    def near(goal: Goal) -> int:
        return _NEAR[due_of(goal, days, today)]

    goals: list[Goal] = found["goals"]
    return {
        **found,
        "pupil": await work.session.get_one(Person, plan.pupil_id),
        "now": sorted((goal for goal in goals if goal.status is Status.ongoing), key=near),
        "done": [goal for goal in goals if goal.status is Status.done],
        "proposed": [goal for goal in goals if goal.status is Status.proposed],
        "over": [goal for goal in goals if goal.status in _OVER],
    }
