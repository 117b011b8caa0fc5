"""A home or a subject that is new gets its own parts in the plans that are not locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.people.actions.households import households_of
from server.plans.actions.material import Material, keep, material_of
from server.plans.actions.parties import subjects_of
from server.plans.actions.record import form_of
from server.plans.models import Plan
from server.plans.policy import LOCKED
from server.preparations.models import Preparation
from server.rounds.models import Round

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession


async def complete(session: AsyncSession, *pupils: UUID | None) -> None:
    """Give the homes and subjects that have come since a plan was begun their parts, where words may still change."""
    await session.flush()
    plans = await session.exec(
        select(Plan)
        .where(col(Plan.pupil_id).in_([one for one in pupils if one]), col(Plan.phase).not_in(LOCKED), col(Plan.proposed).is_(None))
        .with_for_update(key_share=True)
    )
    found = plans.all()
    homes = await households_of(session, {plan.pupil_id for plan in found})
    subjects = await subjects_of(session, {plan.pupil_id for plan in found})
    for plan in found:
        await _complete(session, plan, homes[plan.pupil_id], subjects[plan.pupil_id])


async def _complete(session: AsyncSession, plan: Plan, homes: list[UUID], subjects: list[str]) -> None:
    """Add the parts of those who have none: an owner who has a preparation has all the rest."""
    handed = Material(
        await form_of(session, plan), plan.template_version_id, await session.get(Round, plan.round_id) if plan.round_id else None
    )
    there = set(await session.exec(select(Preparation.household_id, Preparation.subject).where(Preparation.plan_id == plan.id)))
    wanted = material_of(plan, handed, homes, subjects)
    missing = [one for one in wanted if one.owner != (None, "") and one.owner not in there]
    await keep(session, missing)
