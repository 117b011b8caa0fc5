"""Following goals through the term: which plans are in use, which goals are near or over their last day, which wait for the mentor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.goals.models import Goal, Status
from server.goals.policy import Due, due_of, may_confirm, may_see
from server.people.actions import local_day
from server.people.models import RelationKind
from server.people.policy import Role, standing
from server.plans.models import Phase, Plan
from server.plans.policy import has_left
from server.plans.policy import may_see as may_see_plan

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from server.people.policy import Actor
    from server.work import Work


async def plans_in_use(work: Work, pupils: Collection[UUID]) -> dict[UUID, Plan]:
    """Give for pupils the plan that is worked with, as far as the reader may see it: the newest that is agreed and not archived."""
    rows = await work.session.exec(
        select(Plan)
        .where(col(Plan.pupil_id).in_(pupils), col(Plan.phase).in_([Phase.agreed, Phase.in_use, Phase.evaluated]))
        .order_by(col(Plan.begun), col(Plan.id))
    )
    return {plan.pupil_id: plan for plan in rows if may_see_plan(work.actor, plan) and not plan.talk_only}


@dataclass(frozen=True)
class Waiting:
    """The goals of a mentor's pupils that want something: to be confirmed, or a look before their last day, or after it."""

    to_confirm: list[Goal]
    over: list[Goal]
    soon: list[Goal]
    in_use: list[Plan]
    """The plans in use, on which all can be asked to look back."""


def mentored(actor: Actor) -> set[UUID]:
    """Give the pupils whose mentor somebody is."""
    return {tie.pupil_id for tie in actor.ties if tie.kind is RelationKind.mentor_of and tie.pupil_id is not None} - actor.hidden


async def waiting_for(work: Work, days_before: int) -> Waiting:
    """Give what waits for a mentor, the first day first."""
    pupils = mentored(work.actor)
    there = await work.session.exec(
        select(Plan).where(col(Plan.pupil_id).in_(pupils), Plan.phase == Phase.in_use).order_by(col(Plan.begun))
    )
    plans = [plan for plan in there if standing(work.actor, plan).is_any(Role.mentor) and not has_left(plan)]
    rows = await work.session.exec(
        select(Goal)
        .where(col(Goal.plan_id).in_([plan.id for plan in plans]), col(Goal.status).in_([Status.ongoing, Status.done]))
        .order_by(col(Goal.due).nulls_last(), col(Goal.at), col(Goal.id))
    )
    goals = [goal for goal in rows.unique() if may_see(work.actor, goal)]
    today = local_day(now())
    return Waiting(
        [goal for goal in goals if may_confirm(work.actor, goal)],
        [goal for goal in goals if due_of(goal, days_before, today) is Due.over],
        [goal for goal in goals if due_of(goal, days_before, today) is Due.soon],
        plans,
    )
