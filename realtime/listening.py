"""Hearing of several plans without being in them: a list of pupils listens to their plans, and nobody is shown as present for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlmodel import col, select

from realtime.judge import seat_of
from realtime.looking import look, revisions_of
from realtime.parts import parts_of
from server.errors import Code, RefusedError
from server.plans.models import Plan
from server.plans.policy import may_see

if TYPE_CHECKING:
    from uuid import UUID

    from realtime.live import Live
    from realtime.seats import PlanSeat, Visitor


async def listen(live: Live, visitor: Visitor, plans: list[UUID]) -> dict[str, object]:
    """Take a listener's seat in those of some plans that the visitor may see; where one is seated already, that stays.

    Raises:
        RefusedError: the connection has gone meanwhile.
    """
    seen = await live.judge.steady(partial(_look, live, visitor, plans))
    if visitor.sid not in live.seats.visitors:
        raise RefusedError(Code.not_joined)
    for plan, seat in seen:
        if plan.id not in visitor.plans:
            live.seats.sit_in(visitor, seat)
    visitor.refusals = 0
    revisions = await revisions_of(live.database, [plan.id for plan, _ in seen])
    return {"ok": True, "plans": [{"plan": str(plan.id), "revision": revisions.get(plan.id, plan.revision)} for plan, _ in seen]}


async def _look(live: Live, visitor: Visitor, plans: list[UUID]) -> list[tuple[Plan, PlanSeat]]:
    """Give those plans that the visitor may see by the rules as they are now, each with a listener's seat."""
    async with look(live.database, visitor) as work:
        rows = await work.session.exec(select(Plan).where(col(Plan.id).in_(plans)))
        seen = [plan for plan in rows if may_see(work.actor, plan)]
        parts = await parts_of(work.session, seen)
        return [(plan, seat_of(work.actor, plan, parts[plan.id], listens=True)) for plan in seen]
