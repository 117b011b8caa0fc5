"""A disposal: what it is about, the second person's word, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.columns import now
from server.people.actions import named
from server.retention import policy
from server.retention.actions import proposing
from server.retention.models import Disposal, DisposalState
from server.schools.models import School
from server.web import begin, go, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


_AHEAD = frozenset({DisposalState.proposed, DisposalState.approved})


async def show_disposal(request: Request) -> Response:
    """Show a disposal."""
    async with begin(request) as work:
        one = await work.find(Disposal, key(request, "disposal"), see=policy.may_see_disposal)
        items = await proposing.items_of(work.session, one)
        still, held = await proposing.without_held(work.session, items) if one.state in _AHEAD else (items, 0)
        is_open = one.state is DisposalState.proposed and one.expires > now()
        return await show(
            work,
            request,
            "retention/disposal.html",
            one=one,
            school=await work.session.get_one(School, one.school_id) if one.school_id else None,
            preview=await proposing.preview(work, still),
            held=held,
            done=sum(bool(item.outcome) for item in items),
            items=len(items),
            people=await named(work.session, [key for key in (one.proposed_by, one.approved_by) if key]),
            may_approve=is_open and policy.may_approve(work.actor, one),
            may_withdraw=is_open and policy.may_withdraw(work.actor, one),
            is_open=is_open,
        )


async def approve(request: Request) -> Response:
    """Approve what somebody else has proposed."""
    async with begin(request) as work:
        one = await work.find(Disposal, key(request, "disposal"), see=policy.may_see_disposal, may=policy.may_approve, lock=True)
        proposing.approve(work, one)
    return go(f"/disposals/{one.id}")


async def withdraw(request: Request) -> Response:
    """Withdraw what was proposed."""
    async with begin(request) as work:
        one = await work.find(Disposal, key(request, "disposal"), see=policy.may_see_disposal, may=policy.may_withdraw, lock=True)
        proposing.withdraw(work, one)
    return go(f"/disposals/{one.id}")
