"""What is done with a plan as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from server.plans.actions import move
from server.plans.models import Phase, Plan
from server.plans.policy import may_move, may_see
from server.plans.routes.parts import head_part
from server.talks.actions import end_all
from server.web import Form, begin, fragment, go, is_live, key, read

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


class MovePlan(Form):
    """The phase to go to, and why, where that must be said."""

    phase: Phase
    reason: Annotated[str, Field(max_length=1000)] = ""


async def move_plan(request: Request) -> Response:
    """Take the plan to another phase."""
    wanted = await read(request, MovePlan)
    async with begin(request) as work:
        plan = await work.find(Plan, key(request, "plan"), see=may_see, lock=True)
        if plan.phase is not wanted.phase:
            plan = await work.find(Plan, plan.id, see=may_see, may=lambda actor, one: may_move(actor, one, wanted.phase))
            came_from = plan.phase
            await move(work, plan, wanted.phase, wanted.reason)
            if (came_from, plan.phase) == (Phase.talk, Phase.shared):
                await end_all(work, plan)
        if is_live(request):
            return fragment(request, "plans/_head.html", **await head_part(work, plan))
    return go(f"/plans/{plan.id}")
