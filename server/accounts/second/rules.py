"""What a school asks of its staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.models import StaffRule
from server.accounts.second.events import StaffRuleSet
from server.accounts.second.policy import is_required
from server.columns import now
from server.schools.models import School

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.work import Work


async def required_of(session: AsyncSession, actor: Actor) -> bool:
    """Whether a school asks the actor, as one of its staff, for a second step."""
    rows = await session.exec(
        select(StaffRule).join(School, col(School.id) == StaffRule.school_id).where(School.organisation_id == actor.person.organisation_id)
    )
    return is_required(actor, {one.school_id: one.second_step_from for one in rows}, now().date())


async def rule_of(session: AsyncSession, school: UUID) -> StaffRule | None:
    """Give what a school asks of its staff, or nothing."""
    return (await session.exec(select(StaffRule).where(StaffRule.school_id == school))).one_or_none()


async def ask_staff(work: Work, school: UUID, day: date | None) -> None:
    """Let a school ask its staff for a second step from a day on, or ask no more."""
    await work.once(school)
    rule = await rule_of(work.session, school)
    if (rule.second_step_from if rule else None) == day:
        return
    if rule is not None and day is None:
        await work.session.delete(rule)
    elif day is not None:
        rule = rule or StaffRule(school_id=school, second_step_from=day)
        rule.second_step_from = day
        work.session.add(rule)
    work.tell(StaffRuleSet(school=school, second_step_from=day))
