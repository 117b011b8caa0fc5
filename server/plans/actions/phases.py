"""Beginning a plan, taking it from phase to phase, locking it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, update
from sqlmodel import col, select

from server.audit.models import Event
from server.columns import now
from server.errors import WrongFormError, _
from server.events import PlanMoved, PlanOpened
from server.goals.models import Goal, Status
from server.people.models import Person
from server.plans.actions.completing import households_of, subjects_of
from server.plans.models import Phase, Plan, Version
from server.plans.policy import LOCKED, needs_reason
from server.texts.actions import of_plan, states, texts_of
from server.texts.document import html
from server.texts.models import Text, TextKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.models import Class
    from server.work import Work

RECORD = (TextKind.assessment, TextKind.talk_notes, TextKind.agreement)
"""The texts that the locked version holds; preparations are working material and stay outside the record."""


async def begin_plan(session: AsyncSession, pupil: UUID, klass: Class, phase: Phase) -> Plan:
    """Begin a pupil's plan for the term of a homeroom class, with a text a home and a text a subject."""
    plan = Plan(
        organisation_id=klass.organisation_id,
        school_id=klass.school_id,
        class_id=klass.id,
        term_id=klass.term_id,
        pupil_id=pupil,
        phase=phase,
    )
    session.add(plan)
    session.add_all(texts_of(plan, await households_of(session, pupil), await subjects_of(session, pupil)))
    return plan


async def move(work: Work, plan: Plan, to: Phase, reason: str = "") -> None:
    """Take a plan to another phase, and tell everyone concerned; `agreed` locks it, coming back from there opens it.

    The plan's row must be held (`find(lock=True)`).

    Raises:
        WrongFormError: going back needs a reason, and there is none.
    """
    if needs_reason(plan, to) and not reason:
        raise WrongFormError({"reason": _("This must be filled in.")})
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
    body = json.dumps(await _record(session, plan, number), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    session.add(
        Version(plan_id=plan.id, number=number, locked_by=work.actor.id, body=body, sha256=hashlib.sha256(body).hexdigest(), at=plan.locked)
    )
    return number


async def _open(work: Work, plan: Plan) -> None:
    """Let the texts be written again; the locked version stays as it is."""
    await _close_or_open(work.session, plan, is_open=True)
    plan.locked = None


async def _close_or_open(session: AsyncSession, plan: Plan, *, is_open: bool) -> None:
    """Close or open all texts of a plan, held in the order of their ids as the committer holds them: neither waits for the other."""
    await session.exec(select(col(Text.id)).where(Text.plan_id == plan.id).order_by(col(Text.id)).with_for_update())
    await session.exec(update(Text).where(col(Text.plan_id) == plan.id).values(open=is_open))


async def _record(session: AsyncSession, plan: Plan, number: int) -> dict[str, Any]:
    """Say what the plan says: the record's texts as HTML, and the goals that are agreed."""
    texts = [text for text in await of_plan(session, plan) if text.kind in RECORD]
    whole = await states(session, [text.id for text in texts])
    goals = await session.exec(
        select(Goal)
        .where(Goal.plan_id == plan.id, col(Goal.status).not_in([Status.proposed, Status.cancelled]))
        .order_by(col(Goal.at), col(Goal.id))
    )
    fields = {"title", "why", "school_does", "pupil_does", "home_does", "subject", "criteria", "due", "status", "evaluation"}
    return {
        "plan": str(plan.id),
        "pupil": str(plan.pupil_id),
        "number": number,
        "texts": [
            {"kind": text.kind, "subject": text.subject, "html": str(html(whole[text.id].update)), "seq": whole[text.id].seq}
            for text in texts
        ],
        "goals": [goal.model_dump(mode="json", include=fields) for goal in goals.unique()],
    }


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


@dataclass(frozen=True)
class WentBack:
    """Who took the plan back, when, and why."""

    by: str
    at: datetime
    reason: str


async def went_back(session: AsyncSession, plan: Plan) -> WentBack | None:
    """Say why the plan is where it is, if the last move of it was a step back."""
    rows = await session.exec(
        select(Event, Person)
        .join(Person, col(Person.id) == Event.actor_id)
        .where(Event.plan_id == plan.id, Event.kind == PlanMoved.kind())
        .order_by(col(Event.id).desc())
        .limit(1)
    )
    last = rows.first()
    if last is None or not last[0].data.get("reason"):
        return None
    return WentBack(last[1].name, last[0].at, str(last[0].data["reason"]))


async def proposed(session: AsyncSession, plan: Plan) -> int:
    """Count the goals that are only proposed: a lock leaves them outside."""
    counted = await session.exec(select(func.count()).select_from(Goal).where(Goal.plan_id == plan.id, Goal.status == Status.proposed))
    return counted.one()
