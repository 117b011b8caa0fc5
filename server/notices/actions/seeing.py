"""Whether what a notice tells of may still be read by whoever has it: asked again before anything leaves the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions.acting import actors_of
from server.people.actions.relations import named
from server.plans.models import Plan
from server.plans.policy import may_see

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.notices.models import Notice


async def settle_unseen(session: AsyncSession, notices: Sequence[Notice]) -> list[Notice]:
    """Give those notices whose plan may be seen still; the others are settled, so that no badge counts them either."""
    pairs = {(one.person_id, one.plan_id) for one in notices}
    seen = await may_still_see(session, pairs)
    for one in notices:
        if (one.person_id, one.plan_id) not in seen:
            one.read, one.due = one.read or now(), None
    return [one for one in notices if (one.person_id, one.plan_id) in seen]


async def may_still_see(session: AsyncSession, pairs: set[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Give those pairs of a person and a plan in which the person may see the plan now."""
    people = await named(session, {person for person, _ in pairs})
    actors = await actors_of(session, people.values())
    wanted = select(Plan).where(col(Plan.id).in_({plan for _, plan in pairs})).execution_options(populate_existing=True)
    plans = {one.id: one for one in await session.exec(wanted)}
    return {(who, what) for who, what in pairs if what in plans and who in actors and may_see(actors[who], plans[what])}
