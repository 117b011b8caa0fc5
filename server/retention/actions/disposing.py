"""Disposing of what two people have approved: one pupil's documents of one kind at a time, each whole or not at all, and checked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import func, update
from sqlmodel import col, select

from server.columns import now
from server.people.models import Person
from server.people.policy import Actor
from server.plans.models import Plan
from server.retention.actions.finding import Reach, find_due, own_rows
from server.retention.actions.holding import alone_with, hold_of
from server.retention.actions.parts import BESIDE, parts_of, pointing_to
from server.retention.actions.removing import Removing
from server.retention.actions.rules import rules_of
from server.retention.events import DocumentsDisposed
from server.retention.models import Disposal, DisposalItem, DisposalState, DocumentKind
from server.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.db import Database
    from server.work import News

log = logging.getLogger("stegvis.retention")


async def dispose_all(database: Database, announce: Callable[[list[News]], None]) -> None:
    """Do every disposal that is approved; what a killed process left undone is still there to do."""
    await _let_expire(database)
    while (news := await _next(database)) is not None:
        announce(news)


async def _let_expire(database: Database) -> None:
    """Close what nobody has approved in time."""
    async with database.session() as session:
        late = (col(Disposal.state) == DisposalState.proposed) & (col(Disposal.expires) <= now())
        await session.exec(update(Disposal).where(late).values(state=DisposalState.expired))
        await session.commit()


async def _next(database: Database) -> list[News] | None:
    """Deal with one item of a disposal that no other process holds, in a transaction of its own; none, when there is nothing to do."""
    async with database.session() as session:
        approved = select(Disposal).where(col(Disposal.state) == DisposalState.approved).order_by(col(Disposal.approved)).limit(1)
        one = (await session.exec(approved.with_for_update(skip_locked=True))).first()
        if one is None or one.approved_by is None:
            return None
        work = Work(session, Actor(await session.get_one(Person, one.approved_by), ()))
        undone = select(DisposalItem).where(DisposalItem.disposal_id == one.id, DisposalItem.outcome == "")
        last = col(DisposalItem.kind) == DocumentKind.access_log  # when all else of the pupil has become a line of it
        item = (await session.exec(undone.order_by(last, col(DisposalItem.kind), col(DisposalItem.id)).limit(1))).first()
        if item is None:
            await _end(session, one)
        else:
            item.outcome = await _dispose(work, one, item)
            session.add(item)
        return await work.commit()


async def _end(session: AsyncSession, one: Disposal) -> None:
    """Say what came of it, in numbers."""
    wanted = select(DisposalItem.kind, DisposalItem.outcome, func.count(), func.sum(DisposalItem.removed))
    rows = await session.exec(wanted.where(DisposalItem.disposal_id == one.id).group_by(col(DisposalItem.kind), col(DisposalItem.outcome)))
    lines = [{"kind": kind, "outcome": outcome, "items": items, "rows": removed} for kind, outcome, items, removed in rows]
    one.report = {"lines": lines, "verified": all(line["outcome"] != "left" for line in lines)}
    one.state, one.done = DisposalState.done, now()


async def _dispose(work: Work, one: Disposal, item: DisposalItem) -> str:
    """Dispose of one pupil's documents of one kind, if they are still due and nobody holds them; give what came of it."""
    session = work.session
    await alone_with(session, item.pupil_id)
    if await hold_of(session, item.pupil_id) is not None:
        return "held"
    rules = await rules_of(session, one.organisation_id)
    still = await find_due(session, {item.kind: rules[item.kind]}, Reach(one.organisation_id, one.school_id, item.pupil_id), now())
    if not any(due.plan == item.plan_id for due in still):
        return "not_due"
    removing = Removing(await session.connection())
    await removing.begin()
    await _remove(removing, item)
    await removing.sweep(item.pupil_id)
    left = await removing.left()
    item.removed = sum(removing.counts.values())
    if left:
        log.error("a disposal left something: %s", left)
    told = DocumentsDisposed(pupil=item.pupil_id, document=item.kind, count=item.count, disposal=one.id, of_plan=item.plan_id)
    is_there = item.plan_id is not None and await session.get(Plan, item.plan_id, populate_existing=True) is not None
    work.tell(told.model_copy(update={"plan": item.plan_id}) if is_there else told)
    return "left" if left else "gone"


async def _remove(removing: Removing, item: DisposalItem) -> None:
    """Remove the rows, and the plan itself where nothing of it is left."""
    if item.plan_id is None:
        table, _, where = own_rows(item.kind, [item.pupil_id])
        await removing.remove(table, where)
        return
    for table, where in parts_of(item.kind, [item.plan_id]):
        await removing.remove(table, where)
    ends = item.kind in {DocumentKind.archived_plans, DocumentKind.versions}
    if ends and not await _has_something(removing, item.plan_id):
        await removing.remove(Plan.__table__, col(Plan.id) == item.plan_id)  # type: ignore[attr-defined]


async def _has_something(removing: Removing, plan: UUID) -> bool:
    """Whether anything still hangs on a plan."""
    for key in pointing_to("plan"):
        if key.parent.table.name not in BESIDE:
            wanted = select(key.parent).where(key.parent == plan).limit(1)
            if (await removing.connection.execute(wanted)).first() is not None:
                return True
    return False
