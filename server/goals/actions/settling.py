"""Saying what becomes of goals when the plan is looked back on: fulfilled, carried over into the next plan, or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.errors import WrongFormError, _
from server.events import PlanMoved
from server.goals.actions.carrying import has_gone_on, key_of, take_over
from server.goals.actions.goals import move
from server.goals.models import Goal, Status
from server.plans.models import Phase, Plan

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

OPEN = (Status.proposed, Status.ongoing, Status.done)
"""What still waits for a word on what becomes of it."""


async def settle(work: Work, goal: Goal, outcome: Status, ahead: Plan | None) -> None:
    """Say what becomes of a goal; one that goes on comes into the next plan at once, where there is one (`ahead`), else when it comes.

    The next plan, the goal and its plan must be held.

    Raises:
        WrongFormError: it has gone on into the next plan, and is to be ongoing here again.
    """
    if goal.status is Status.carried_over and outcome is Status.ongoing and await has_gone_on(work.session, goal):
        raise WrongFormError({"outcome": _("The goal stands in the next plan by now. Cancel it there first.")})
    await move(work, goal, outcome)
    if outcome is Status.carried_over and ahead is not None:
        await take_over(work, ahead, key_of(ahead, goal), goal)


async def unsettled(session: AsyncSession, plans: Collection[UUID]) -> dict[UUID, int]:
    """Count the goals of plans of which nobody has said what becomes of them."""
    wanted = select(Goal.plan_id).where(col(Goal.plan_id).in_(plans), col(Goal.status).in_(OPEN))
    found: dict[UUID, int] = {}
    for plan in await session.exec(wanted):
        found[plan] = found.get(plan, 0) + 1
    return found


async def archive_before(work: Work, plan: Plan) -> None:
    """Archive the plans that came before one that is agreed now, at the same school. The newer plan must be held.

    A plan that was never agreed stays where it is: there is nothing in it to keep.
    """
    wanted = (
        select(Plan)
        .where(
            Plan.pupil_id == plan.pupil_id,
            Plan.school_id == plan.school_id,
            col(Plan.begun) < plan.begun,
            col(Plan.phase).in_([Phase.agreed, Phase.in_use, Phase.evaluated]),
        )
        .order_by(col(Plan.id))
        .with_for_update(of=Plan, key_share=True)
    )
    for one in (await work.session.exec(wanted.execution_options(populate_existing=True))).all():
        old, one.phase = one.phase, Phase.archived
        work.tell(PlanMoved(plan=one.id, old=old, new=Phase.archived))
