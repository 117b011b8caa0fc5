"""The rounds that a mentor is to begin this term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.errors import _
from server.people.actions import local_day
from server.people.models import RelationKind
from server.plans.actions import Task
from server.rounds.actions.handing_out import without_plan
from server.rounds.actions.offering import offer_of
from server.rounds.actions.present import present_rounds
from server.rounds.policy import may_begin
from server.schools.models import Class, ClassKind, School

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor


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
