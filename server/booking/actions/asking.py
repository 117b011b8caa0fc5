"""What is asked of somebody in booking: to book a talk, or to offer times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.booking.actions.facts import talks_of
from server.booking.policy import BOOKABLE
from server.people.policy import Role, standing
from server.plans.models import Phase
from server.preparations.models import Party, Preparation
from server.rounds.happened import Times

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.plans.models import Plan


@dataclass(frozen=True)
class ToDo:
    """The plans whose talk somebody is to book, each with its last day, and those for which a mentor is to offer times, or more of them."""

    book: list[tuple[Plan, datetime | None]] = field(default_factory=list)
    offer: list[Plan] = field(default_factory=list)


async def asked_to_book(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> ToDo:
    """Say what is asked of somebody in the booking of some plans, as the staircase does."""
    ahead = [plan for plan in plans if plan.phase in BOOKABLE and _may_be_asked(actor, plan)]
    talks = await talks_of(session, ahead) if ahead else {}
    waiting = await _homes_at_work(session, [plan.id for plan in ahead])
    found = ToDo()
    for plan in ahead:
        who, one = standing(actor, plan), talks[plan.id]
        missing = [home for home in one.asked if home not in one.booked]
        if not missing:
            continue
        if one.times is Times.open:
            found.book.extend([(plan, one.closes)] if any(one.is_of(who, home) for home in missing) else [])
        elif who.is_any(Role.mentor) and _lacks_times(plan, one.times, waiting):
            found.offer.append(plan)
    return found


def _lacks_times(plan: Plan, times: Times, waiting: set[UUID]) -> bool:
    """Whether times are to be offered: all are over, or it is what comes next; no more once a talk has begun."""
    is_next = plan.phase is Phase.shared and plan.id not in waiting
    return plan.phase is not Phase.talk and (times is Times.over or is_next)


def _may_be_asked(actor: Actor, plan: Plan) -> bool:
    """Whether somebody is one of those who book, or who offer times."""
    return standing(actor, plan).is_any(Role.mentor, Role.guardian, Role.contact, Role.pupil)


async def _homes_at_work(session: AsyncSession, plans: Collection[UUID]) -> set[UUID]:
    """Give the plans in which a home is still waited for."""
    rows = await session.exec(
        select(Preparation.plan_id).where(
            col(Preparation.plan_id).in_(plans),
            col(Preparation.party) == Party.home,
            col(Preparation.asked),
            col(Preparation.ready).is_(None),
            col(Preparation.closed).is_(None),
        )
    )
    return set(rows)
