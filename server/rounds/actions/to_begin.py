"""What a mentor is to begin: the rounds of this term, and the talks for which all are ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.errors import _
from server.people.actions import local_day
from server.people.models import RelationKind
from server.plans.actions import Task
from server.plans.models import Phase
from server.plans.policy import has_left
from server.rounds.actions.handing_out import without_plan
from server.rounds.actions.offering import offer_of
from server.rounds.actions.present import present_rounds
from server.rounds.models import Step
from server.rounds.policy import may_begin
from server.schools.models import Class, ClassKind, School

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.plans.models import Plan
    from server.rounds.staircase import Stair


async def rounds_to_begin(session: AsyncSession, actor: Actor) -> list[Task]:
    """Ask a mentor to begin the round of each class of theirs that has none this term, once there is a template to begin it with."""
    mentored: dict[UUID, list[UUID]] = {}
    for tie in actor.ties:
        if tie.kind is RelationKind.mentor_of and tie.class_id and tie.pupil_id and tie.pupil_id not in actor.hidden:
            mentored.setdefault(tie.class_id, []).append(tie.pupil_id)
    rows = await session.exec(
        select(Class, School)
        .join(School, col(School.id) == Class.school_id)
        .where(col(Class.id).in_(mentored), Class.kind == ClassKind.homeroom)
        .order_by(Class.name)
    )
    return [
        Task(
            _("Begin the round of talks"),
            _("Begin"),
            f"/classes/{klass.id}/round",
            tuple(mentored[klass.id]),
            klass.id,
            count=len(mentored[klass.id]),
        )
        for klass, school in rows
        if may_begin(actor, klass) and await _is_to_begin(session, klass, school)
    ]


async def _is_to_begin(session: AsyncSession, klass: Class, school: School) -> bool:
    """Whether a class has no round this term, could have one, and has a pupil without a plan."""
    offer = await offer_of(session, school, local_day(now()))
    term = offer.term_now(klass)
    is_open = bool(offer.templates) and not await present_rounds(session, [klass], offer)
    return is_open and bool(await without_plan(session, klass, term, 1))


def talks_to_begin(plans: Iterable[Plan], found: Mapping[UUID, Sequence[Stair]], *, each: bool = False) -> list[Task]:
    """Ask a mentor to begin the talks for which all are ready, as the staircase has it: one task a class, with `each` one a pupil."""
    bundles: dict[UUID, list[tuple[Plan, Stair]]] = {}
    for plan in (one for one in plans if one.phase is Phase.shared and not has_left(one)):
        stair = next((one for one in found[plan.id] if one.step is Step.talk), None)
        if stair and stair.mine:
            bundles.setdefault(plan.id if each else plan.class_id, []).append((plan, stair))
    return [_talk([plan for plan, _ in ready], [stair.until for _, stair in ready]) for ready in bundles.values()]


def _talk(plans: Sequence[Plan], until: Sequence[date | None]) -> Task:
    """Make one task of the talks of one or several pupils of a class."""
    first = plans[0]
    address = f"/plans/{first.id}#moves" if len(plans) == 1 else f"/classes/{first.class_id}/overview"
    last = min((day for day in until if day), default=None)
    pupils = tuple(plan.pupil_id for plan in plans)
    return Task(
        _("Begin the talk"), _("Go to the plan") if len(plans) == 1 else _("Look"), address, pupils, first.class_id, "", len(plans), last
    )
