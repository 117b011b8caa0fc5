"""What goes with a pupil to another school: what was last agreed and locked, and the goals that go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.goals.models import Goal, Status
from server.plans.models import Plan, Version

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

ACTIVE = (Status.ongoing, Status.done)


async def plans_before(session: AsyncSession, pupil: UUID) -> list[Plan]:
    """Give all plans of a pupil, newest first."""
    return list(await session.exec(select(Plan).where(Plan.pupil_id == pupil).order_by(col(Plan.begun).desc(), col(Plan.id))))


async def newest_version(session: AsyncSession, plan: Plan) -> Version | None:
    """Give the last locked version of a plan, if it was ever locked."""
    rows = await session.exec(select(Version).where(Version.plan_id == plan.id).order_by(col(Version.number).desc()).limit(1))
    return rows.unique().first()


async def active_goals(session: AsyncSession, plan: Plan) -> list[Goal]:
    """Give the goals that have been agreed on and are not reached yet."""
    rows = await session.exec(
        select(Goal).where(Goal.plan_id == plan.id, col(Goal.status).in_(ACTIVE)).order_by(col(Goal.at), col(Goal.id))
    )
    return list(rows.unique())
