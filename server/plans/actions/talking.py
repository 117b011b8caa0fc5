"""What is asked of somebody while a talk goes on: to come to it, to confirm what is agreed, to lock it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.agreements.actions.asking import proposals_in
from server.errors import _
from server.people.policy import Role, standing
from server.plans.actions.task import Task
from server.plans.models import Phase
from server.talks.actions.finding import open_talks
from server.talks.policy import is_called

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.agreements.actions.asking import Proposal
    from server.people.policy import Actor
    from server.plans.models import Plan
    from server.talks.models import Talk


async def talks_asked(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> list[Task]:
    """Say what is asked of somebody in the talks of some plans."""
    talks = [plan for plan in plans if plan.phase is Phase.talk]
    if not talks:
        return []
    proposals, sittings = await proposals_in(session, talks), await open_talks(session, [plan.id for plan in talks])
    called = {talk.plan_id: talk for talk in sittings if is_called(actor, talk)}
    return [task for plan in talks if (task := _of(actor, plan, proposals, called)) is not None]


def _of(actor: Actor, plan: Plan, proposals: dict[UUID, Proposal], called: dict[UUID, Talk]) -> Task | None:
    """Make the task of one talk, if there is one for somebody."""
    who = standing(actor, plan)
    pupils, agreement = (plan.pupil_id,), f"/plans/{plan.id}/agreement"
    if (proposal := proposals.get(plan.id)) is not None:
        if any(one.person_id == actor.id for one in proposal.missing):
            return Task(_("Confirm the agreement"), _("Read and answer"), agreement, pupils, plan.class_id)
        if who.is_any(Role.mentor) and not proposal.missing:
            return Task(_("Everybody has answered: lock the agreement"), _("Look"), agreement, pupils, plan.class_id)
        return None
    if (talk := called.get(plan.id)) is not None:
        return Task(_("The talk is going on"), _("Join the talk"), f"/talks/{talk.id}", pupils, plan.class_id)
    return None
