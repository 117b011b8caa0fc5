"""Taking a plan from phase to phase, locking it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sqlalchemy import func, update
from sqlmodel import col, select

from server.audit.models import Event
from server.columns import now
from server.errors import WrongFormError, _
from server.events import PlanMoved, PlanOpened
from server.goals.models import Goal, Status
from server.plans.actions.going_back import is_written_since
from server.plans.actions.record import record
from server.plans.actions.showing import must_be_ready
from server.plans.models import Phase, Plan, Version
from server.plans.policy import LOCKED, needs_reason
from server.preparations.models import Answer, Preparation
from server.texts.models import Text

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work


async def move(work: Work, plan: Plan, to: Phase, reason: str = "") -> None:
    """Take a plan to another phase, and tell everyone concerned; `agreed` locks it, coming back from there opens it.

    The plan's row must be held (`find(lock=True)`).

    Raises:
        WrongFormError: going back needs a reason, and there is none; or it cannot be shown to the home yet.
    """
    if not reason and needs_reason(plan, to, written=await is_written_since(work.session, plan)):
        raise WrongFormError({"reason": _("This must be filled in.")})
    if (plan.phase, to) == (Phase.draft, Phase.shared):
        await must_be_ready(work.session, plan, work.actor.person.language)
    old, plan.phase = plan.phase, to
    version = None
    if to is Phase.agreed:
        version = await _lock(work, plan)
    elif old in LOCKED and to not in LOCKED:
        await _open(work, plan)
    work.tell(PlanMoved(plan=plan.id, old=old, new=to, reason=reason, version=version))


async def _lock(work: Work, plan: Plan) -> int:
    """Close the texts, and keep what they say as the next version; an edit is either in it or refused."""
    session = work.session
    await _close_or_open(session, plan, is_open=False)
    plan.locked = now()
    number = 1 + (await session.exec(select(func.count()).select_from(Version).where(Version.plan_id == plan.id))).one()
    body = json.dumps(await record(session, plan, number), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    session.add(
        Version(plan_id=plan.id, number=number, locked_by=work.actor.id, body=body, sha256=hashlib.sha256(body).hexdigest(), at=plan.locked)
    )
    return number


async def _open(work: Work, plan: Plan) -> None:
    """Let the texts be written again; the locked version stays as it is."""
    await _close_or_open(work.session, plan, is_open=True)
    plan.locked = None


async def _close_or_open(session: AsyncSession, plan: Plan, *, is_open: bool) -> None:
    """Close or open all parts of a plan, held in the order of their ids as the committer holds them: neither waits for the other.

    What is handed in stays closed when a plan is opened again.
    """
    await session.exec(select(col(Text.id)).where(Text.plan_id == plan.id).order_by(col(Text.id)).with_for_update())
    handed_in = select(Preparation.id).where(
        Preparation.plan_id == plan.id, col(Preparation.ready).is_not(None) | col(Preparation.closed).is_not(None)
    )
    for part in (Text, Answer):
        belongs = col(part.preparation_id)
        opens = belongs.is_(None) | belongs.not_in(handed_in)
        await session.exec(update(part).where(col(part.plan_id) == plan.id).values(open=opens if is_open else False))


def opened(work: Work, plan: Plan) -> None:
    """Note that somebody read the plan: the pupil and the home can see who did."""
    work.tell(PlanOpened(plan=plan.id))


async def kinds_since(session: AsyncSession, plan: Plan, revision: int) -> set[str]:
    """Give the kinds of events that a page drawn at a revision has missed."""
    rows = await session.exec(select(Event.kind).where(Event.plan_id == plan.id, col(Event.revision) > revision).distinct())
    return set(rows)


async def plans_of(session: AsyncSession, pupils: list[UUID]) -> dict[UUID, Plan]:
    """Give the current plan of each pupil: the newest that is not archived."""
    rows = await session.exec(select(Plan).where(col(Plan.pupil_id).in_(pupils), Plan.phase != Phase.archived).order_by(col(Plan.begun)))
    return {plan.pupil_id: plan for plan in rows}


async def plans_by_id(session: AsyncSession, keys: list[UUID]) -> dict[UUID, Plan]:
    """Give plans by their ids."""
    rows = await session.exec(select(Plan).where(col(Plan.id).in_(keys)))
    return {plan.id: plan for plan in rows}


async def proposed(session: AsyncSession, plan: Plan) -> int:
    """Count the goals that are only proposed: a lock leaves them outside."""
    counted = await session.exec(select(func.count()).select_from(Goal).where(Goal.plan_id == plan.id, Goal.status == Status.proposed))
    return counted.one()
