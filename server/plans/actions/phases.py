"""Taking a plan from phase to phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.audit.models import Event
from server.errors import WrongFormError, _
from server.events import PlanMoved, PlanOpened
from server.goals.actions.carrying import carry_waiting
from server.plans.actions.going_back import is_written_since
from server.plans.actions.locking import close_or_open, keep_version
from server.plans.actions.record import record
from server.plans.actions.showing import must_be_ready
from server.plans.models import Phase, Plan
from server.plans.policy import LOCKED, needs_reason

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work


async def move(work: Work, plan: Plan, to: Phase, reason: str = "") -> None:
    """Take a plan to another phase, and tell everyone concerned; a talk that is held is locked, coming back from behind the lock opens it.

    The plan's row must be held (`find(lock=True)`).

    Raises:
        WrongFormError: going back needs a reason, and there is none; or it cannot be shown to the home yet.
    """
    if not reason and needs_reason(plan, to, written=await is_written_since(work.session, plan)):
        raise WrongFormError({"reason": _("This must be filled in.")})
    if (plan.phase, to) == (Phase.draft, Phase.shared):
        await must_be_ready(work.session, plan, work.actor.person.language)
    old, plan.phase = plan.phase, to
    version = None
    if to is Phase.agreed:  # only a talk is simply held; a written plan is locked with its agreement
        await close_or_open(work.session, plan, is_open=False)
        version = await keep_version(work, plan, await record(work.session, plan))
    elif old in LOCKED and to not in LOCKED:
        await close_or_open(work.session, plan, is_open=True)
        plan.locked = None
    if to in {Phase.shared, Phase.talk}:
        await carry_waiting(work, plan)
    work.tell(PlanMoved(plan=plan.id, old=old, new=to, reason=reason, version=version.number if version else None))


def opened(work: Work, plan: Plan) -> None:
    """Note that somebody read the plan: the pupil and the home can see who did."""
    work.tell(PlanOpened(plan=plan.id))


async def kinds_since(session: AsyncSession, plan: Plan, revision: int) -> set[str]:
    """Give the kinds of events that a page drawn at a revision has missed."""
    rows = await session.exec(select(Event.kind).where(Event.plan_id == plan.id, col(Event.revision) > revision).distinct())
    return set(rows)


async def plans_of(session: AsyncSession, pupils: list[UUID]) -> dict[UUID, Plan]:
    """Give the current plan of each pupil: the newest that is not archived."""
    rows = await session.exec(select(Plan).where(col(Plan.pupil_id).in_(pupils), Plan.phase != Phase.archived).order_by(col(Plan.begun)))
    return {plan.pupil_id: plan for plan in rows}


async def plans_by_id(session: AsyncSession, keys: list[UUID]) -> dict[UUID, Plan]:
    """Give plans by their ids."""
    rows = await session.exec(select(Plan).where(col(Plan.id).in_(keys)))
    return {plan.id: plan for plan in rows}
