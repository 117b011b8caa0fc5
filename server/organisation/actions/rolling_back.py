"""Undoing the last step to a school year, as long as nothing has been built on it: what ended goes on, what began ends."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import SQLModel, col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.events import RelationBegun, RelationEnded
from server.organisation.actions.notices import settle
from server.organisation.events import RolloverUndone
from server.organisation.models import Rollover
from server.organisation.policy import UNDO_FOR
from server.people.models import Relation, RelationKind
from server.plans.models import Plan

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

FOLLOWS = frozenset({"relation", "plan"})
"""What the step itself moved to the new classes."""


async def last_step(session: AsyncSession, school: UUID) -> Rollover | None:
    """Give the last step of a school that has not been undone."""
    wanted = select(Rollover).where(Rollover.school_id == school, col(Rollover.undone).is_(None)).order_by(col(Rollover.at).desc())
    return (await session.exec(wanted.limit(1))).first()


async def why_kept(session: AsyncSession, step: Rollover) -> str:
    """Say why a step can no longer be undone; nothing if it can."""
    if now() - step.at > UNDO_FOR:
        return _("This was done more than 30 days ago, and can no longer be undone.")
    last = await last_step(session, step.school_id)
    if last is None or last.id != step.id:
        return _("The school has stepped on since, so this can no longer be undone.")
    if await _built_on(session, step):
        return _("People have come, gone or changed class since, or work has begun in the new classes: so this can no longer be undone.")
    return ""


async def _built_on(session: AsyncSession, step: Rollover) -> bool:
    """Whether anybody of the moved has come, gone or got another class or mentor since, or something of a new class's own is there."""
    begun, ended = await _relations(session, step, "begun"), await _relations(session, step, "ended", "groups")
    if any(one.until != until for one, until in begun) or any(one.until != step.at for one, _until in ended):
        return True
    people = {one.person_id for one, _until in (*begun, *ended)} | {one.pupil_id for one, _until in ended if one.pupil_id}
    newer = select(Relation.id).where(
        col(Relation.person_id).in_(people) & (col(Relation.kind) == RelationKind.pupil_in)
        | col(Relation.pupil_id).in_(people) & (col(Relation.kind) == RelationKind.mentor_of)
        | col(Relation.class_id).in_([UUID(one) for one in step.moved["made"]]),
        col(Relation.since) >= step.at,
        col(Relation.id).not_in([one.id for one, _until in begun]),
    )
    return (await session.exec(newer.limit(1))).first() is not None or await _has_own(session, step)


async def _has_own(session: AsyncSession, step: Rollover) -> bool:
    """Whether anything but what followed belongs to one of the new classes: a round, a plan begun there."""
    made = [UUID(one) for one in step.moved["made"]]
    followed = {UUID(plan) for plan, _old, _new in step.moved["plans"]}
    if set(await session.exec(select(Plan.id).where(col(Plan.class_id).in_(made)))) - followed:
        return True
    connection = await session.connection()
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in FOLLOWS and any(key.column.table.name == "class" for key in column.foreign_keys):
                wanted = select(column).where(column.in_(made)).limit(1)
                if (await connection.execute(wanted)).first() is not None:
                    return True
    return False


async def _relations(session: AsyncSession, step: Rollover, *names: str) -> list[tuple[Relation, datetime | None]]:
    """Give relations that a step began or ended, each with the moment until which it held before."""
    said: dict[UUID, Any] = {UUID(key): until for name in names for key, until in step.moved[name]}
    rows = await session.exec(select(Relation).where(col(Relation.id).in_(said)))
    return [(one, datetime.fromisoformat(said[one.id]) if said[one.id] else None) for one in rows]


async def undo_step(work: Work, step: Rollover) -> None:
    """Let everybody go back to the class they came from. The new classes stay, empty.

    Raises:
        WrongFormError: it is too late.
    """
    if step.undone is not None:
        return
    if why := await why_kept(work.session, step):
        raise WrongFormError({"rollover": why})
    step.undone = at = now()
    begun, ended = await _relations(work.session, step, "begun"), await _relations(work.session, step, "ended")
    for one, _until in begun:
        one.until, one.due = at, None
        work.tell(RelationEnded(relation=one.id, person=one.person_id, pupil=one.pupil_id))
    await work.session.flush()
    for one, until in (*ended, *await _relations(work.session, step, "groups")):
        one.until = one.due = until
    for one, _until in ended:
        work.tell(RelationBegun(relation=one.id, person=one.person_id, pupil=one.pupil_id))
    for plan, old, new in step.moved["plans"]:
        still = (col(Plan.id) == UUID(plan)) & (col(Plan.class_id) == UUID(new))
        await work.session.exec(update(Plan).where(still).values(class_id=UUID(old)))
    await work.session.flush()
    await settle(work.session, {one.person_id for one, _until in (*begun, *ended)})
    work.tell(RolloverUndone(rollover=step.id, school=step.school_id))
