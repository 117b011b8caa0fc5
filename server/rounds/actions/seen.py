"""The staircases of pupils as somebody sees them today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.columns import now
from server.people.actions import local_day
from server.people.policy import standing
from server.rounds.actions.facts import facts_of
from server.rounds.staircase import stairs

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from server.plans.models import Plan
    from server.rounds.staircase import Stair
    from server.work import Work


async def stairs_of(work: Work, plans: Collection[Plan]) -> dict[UUID, list[Stair]]:
    """Give the staircase of each plan, by its id, for whoever looks."""
    facts, today = await facts_of(work.session, plans), local_day(now())
    return {plan.id: stairs(facts[plan.id], standing(work.actor, plan), today) for plan in plans}
