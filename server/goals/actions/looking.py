"""Finding evaluations: what is asked for, what is said, who is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists
from sqlmodel import col, select

from server.columns import now
from server.goals.models import Evaluation, Goal, GoalEvaluation, Looker, Status
from server.goals.policy import is_asked
from server.people.actions import FAMILY, gives_rights
from server.people.models import Relation
from server.plans.models import Phase, Plan

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor

LOOKED_AT = (Status.ongoing, Status.done, Status.fulfilled, Status.carried_over)
"""The goals that are looked back on: what was only proposed or was given up is not."""


async def evaluations_of(session: AsyncSession, plan: UUID) -> list[Evaluation]:
    """Give the evaluations of a plan, given or asked for: the pupil's, the homes', the mentor's."""
    rows = await session.exec(select(Evaluation).where(Evaluation.plan_id == plan))
    order = list(Looker)
    return sorted(rows.unique(), key=lambda one: (order.index(one.looker), str(one.household_id or "")))


async def said_of_goals(session: AsyncSession, evaluations: Collection[Evaluation]) -> dict[tuple[UUID, UUID], GoalEvaluation]:
    """Give what evaluations say of goals, by evaluation and goal."""
    rows = await session.exec(select(GoalEvaluation).where(col(GoalEvaluation.evaluation_id).in_([one.id for one in evaluations])))
    return {(one.evaluation_id, one.goal_id): one for one in rows}


async def goals_to_look_at(session: AsyncSession, plan: UUID) -> list[Goal]:
    """Give the goals of a plan that are looked back on."""
    wanted = select(Goal).where(Goal.plan_id == plan, col(Goal.status).in_(LOOKED_AT)).order_by(col(Goal.at), col(Goal.id))
    return list((await session.exec(wanted)).unique())


def is_waited_for() -> ColumnElement[bool]:
    """Hold for evaluations that are asked for and not given, of a home in which an adult may still see the plan."""
    at_home = exists().where(
        col(Relation.household_id) == Evaluation.household_id,
        col(Relation.pupil_id) == Plan.pupil_id,
        col(Relation.kind).in_(FAMILY),
        gives_rights(now()),
    )
    return col(Evaluation.given).is_(None) & (col(Evaluation.household_id).is_(None) | at_home)


async def missing(session: AsyncSession, plans: Collection[UUID]) -> list[Evaluation]:
    """Give the evaluations of plans that are waited for."""
    wanted = select(Evaluation).join(Plan, col(Plan.id) == Evaluation.plan_id).where(col(Evaluation.plan_id).in_(plans), is_waited_for())
    return list((await session.exec(wanted)).unique())


async def looks_back(session: AsyncSession, actor: Actor, pupils: Collection[UUID]) -> list[Plan]:
    """Give the plans of pupils on which somebody is asked to look back."""
    wanted = (
        select(Evaluation)
        .join(Plan, col(Plan.id) == Evaluation.plan_id)
        .where(col(Plan.pupil_id).in_(pupils), Plan.phase == Phase.in_use, col(Evaluation.given).is_(None))
        .order_by(col(Evaluation.asked_at), col(Evaluation.id))
    )
    mine = [one for one in (await session.exec(wanted)).unique() if is_asked(actor, one)]
    return list({one.plan_id: one.plan for one in mine}.values())
