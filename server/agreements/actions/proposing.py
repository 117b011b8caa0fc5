"""Proposing what is agreed, and taking the proposal back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.agreements.actions.telling import mail_those_asked
from server.agreements.events import AgreementProposed, AgreementTakenBack
from server.agreements.models import Agreement, Answerer, Assent
from server.columns import now
from server.goals.models import Goal, Status
from server.plans.actions.completing import complete
from server.plans.actions.locking import canonical, close_or_open, digest
from server.plans.actions.record import record

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.plans.models import Plan
    from server.work import Work


async def hold_goals(session: AsyncSession, plan: UUID) -> None:
    """Hold a plan's goals, before the plan itself: whoever words or moves a goal holds them in the same order."""
    wanted = select(col(Goal.id)).where(Goal.plan_id == plan).order_by(col(Goal.id)).with_for_update(key_share=True)
    await session.exec(wanted)


async def proposed_goals(session: AsyncSession, plan: Plan) -> list[Goal]:
    """Give the goals that are only proposed, as they came: each can be agreed on."""
    wanted = select(Goal).where(Goal.plan_id == plan.id, Goal.status == Status.proposed).order_by(col(Goal.at), col(Goal.id))
    return list((await session.exec(wanted.execution_options(populate_existing=True))).unique())


async def propose(work: Work, plan: Plan, key: UUID, goals: Collection[UUID], settings: Settings) -> None:
    """Propose what the plan says, with some of its proposed goals: its words close, and each party is asked.

    The form chose the id, so that sending it again proposes nothing again. The goals and then the plan must be held.
    """
    session = work.session
    if await session.get(Agreement, key) is not None:
        return
    await close_or_open(session, plan, is_open=False)
    agreed = [goal.id for goal in await proposed_goals(session, plan) if goal.id in goals]
    body = canonical(await record(session, plan, agreed))
    plan.proposed = now()
    made = Agreement(
        id=key,
        plan_id=plan.id,
        proposed_by=work.actor.id,
        at=plan.proposed,
        body=body,
        sha256=digest(body),
        goals=[str(goal) for goal in agreed],
    )
    session.add(made)
    await session.flush()
    session.add(Assent(agreement_id=key, person_id=work.actor.id, role=Answerer.mentor, yes=True, at=made.at))
    await session.flush()
    await mail_those_asked(work, plan, settings)
    work.tell(AgreementProposed(plan=plan.id, agreement=key))


async def take_back(work: Work, agreement: Agreement) -> None:
    """Take a proposal back: what it says can be written again, and the answers to it count no more. Its plan must be held."""
    plan = agreement.plan
    agreement.taken_back, agreement.taken_back_by = now(), work.actor.id
    plan.proposed = None
    await close_or_open(work.session, plan, is_open=True)
    await complete(work.session, plan.pupil_id)
    work.tell(AgreementTakenBack(plan=plan.id, agreement=agreement.id))
