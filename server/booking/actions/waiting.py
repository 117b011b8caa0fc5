"""The waiting list: households that found no time that fits, and are told when one becomes free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col, select

from server.booking.actions.finding import free_slots, plans_for
from server.booking.actions.inviting import tell_free
from server.booking.events import QueueJoined, QueueLeft, TimeFreed
from server.booking.models import Waiting

if TYPE_CHECKING:
    from uuid import UUID

    from server.booking.models import Offer
    from server.config import Settings
    from server.plans.models import Plan
    from server.work import Work


async def waits(work: Work, plan: Plan, household: UUID | None) -> Waiting | None:
    """Give a household's place in the list, if it has one."""
    rows = await work.session.exec(
        select(Waiting).where(Waiting.plan_id == plan.id, col(Waiting.household_id).is_not_distinct_from(household))
    )
    return rows.unique().one_or_none()


async def join(work: Work, plan: Plan, household: UUID | None) -> None:
    """Put a household on the list; one that is on it stays where it is."""
    await work.once(plan.id)
    if await waits(work, plan, household) is None:
        work.session.add(Waiting(plan_id=plan.id, household_id=household, person_id=work.actor.id))
        work.tell(QueueJoined(plan=plan.id, household=household))


async def leave(work: Work, plan: Plan, household: UUID | None) -> None:
    """Take a household off the list, on its own wish."""
    if await forget(work, plan, household):
        work.tell(QueueLeft(plan=plan.id, household=household))


async def forget(work: Work, plan: Plan, household: UUID | None) -> bool:
    """Take a household off the list, if it is on it."""
    gone = delete(Waiting).where(col(Waiting.plan_id) == plan.id, col(Waiting.household_id).is_not_distinct_from(household))
    return bool((await work.session.exec(gone.returning(col(Waiting.id)))).all())


async def tell_waiting(work: Work, settings: Settings, offer: Offer) -> None:
    """Tell those who wait for a time of an offer that one is free now; they stay on the list until they have booked."""
    await work.session.flush()
    if not await free_slots(work.session, [offer]):
        return
    plans = {plan.id: plan for plan in await plans_for(work.session, offer)}
    rows = await work.session.exec(select(Waiting).where(col(Waiting.plan_id).in_(plans)).order_by(col(Waiting.at)))
    for one in rows.unique():
        told = TimeFreed(plan=one.plan_id, household=one.household_id)
        work.tell(told)
        await tell_free(work, settings, plans[one.plan_id], told)
