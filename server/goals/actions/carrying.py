"""Goals that go on in the next plan, each with where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from sqlmodel import col, select

from server.goals.actions.criteria import tie_as
from server.goals.actions.goals import propose
from server.goals.models import Goal, Status
from server.plans.models import Phase, Plan

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

_TAKEN_OVER = ("title", "why", "school_does", "pupil_does", "home_does", "subject", "criteria")
_LOOKED_BACK_ON = (Phase.in_use, Phase.evaluated)
_OPEN = (Phase.draft, Phase.shared, Phase.talk)
"""While a plan is in these, goals come into it from the one before."""


async def take_over(work: Work, plan: Plan, key: UUID, origin: Goal) -> Goal:
    """Propose a goal of an earlier plan in this one, with its wording and where it is from; whoever comes second finds it there.

    Its last day is over or soon will be, and it is not evaluated yet: neither goes with it.
    """
    await work.once(origin.id)
    rows = await work.session.exec(select(Goal).where(Goal.plan_id == plan.id, Goal.origin_id == origin.id))
    if (there := rows.unique().first()) is not None:
        return there
    goal = await propose(work, plan, key, {"origin_id": origin.id, **{name: getattr(origin, name) for name in _TAKEN_OVER}})
    await work.session.flush()
    await tie_as(work.session, goal, plan.school_id, origin)
    return goal


async def has_gone_on(session: AsyncSession, origin: Goal) -> bool:
    """Whether a goal stands in a later plan, and was not given up there."""
    wanted = select(Goal.id).where(Goal.origin_id == origin.id, col(Goal.status) != Status.cancelled)
    return (await session.exec(wanted)).first() is not None


async def next_plan(session: AsyncSession, plan: Plan) -> Plan | None:
    """Give the plan after one, held until the commit, if one takes goals: the pupil's next of the same school, not agreed yet.

    It is held before the goals of the older plan and that plan itself, as when the newer is locked and the older archived.
    """
    wanted = (
        select(Plan)
        .where(
            Plan.pupil_id == plan.pupil_id,
            Plan.school_id == plan.school_id,
            col(Plan.begun) > plan.begun,
            col(Plan.phase).in_(_OPEN),
            col(Plan.proposed).is_(None),
        )
        .order_by(col(Plan.begun))
        .limit(1)
        .with_for_update(of=Plan, key_share=True)
    )
    return (await session.exec(wanted)).first()


async def carry_waiting(work: Work, plan: Plan) -> None:
    """Let the goals that were to be carried over, when there was no next plan, come into this one."""
    earlier = select(Plan.id).where(
        Plan.pupil_id == plan.pupil_id, Plan.school_id == plan.school_id, col(Plan.begun) < plan.begun, col(Plan.phase).in_(_LOOKED_BACK_ON)
    )
    wanted = select(Goal).where(col(Goal.plan_id).in_(earlier), Goal.status == Status.carried_over).order_by(col(Goal.at), col(Goal.id))
    for goal in (await work.session.exec(wanted)).unique().all():
        if not await _has_gone_on(work.session, goal):
            await take_over(work, plan, key_of(plan, goal), goal)


async def _has_gone_on(session: AsyncSession, goal: Goal) -> bool:
    """Whether a goal has been taken over into any plan."""
    return (await session.exec(select(Goal.id).where(Goal.origin_id == goal.id).limit(1))).first() is not None


def key_of(plan: Plan, goal: Goal) -> UUID:
    """Give the id of a goal that comes into a plan by itself: always the same, so that it comes once."""
    return uuid5(plan.id, str(goal.id))
