"""What the staircase needs to know of the booking of plans' talks: in a few questions, however many plans there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists
from sqlmodel import col, select

from server.booking.actions.finding import booked, bookers, concerns, is_taken, of_age
from server.booking.models import Offer, Slot
from server.columns import now
from server.plans.models import Phase, Plan
from server.rounds.happened import Talks, Times
from server.talks.models import Talk

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession


async def talks_of(session: AsyncSession, plans: Collection[Plan]) -> dict[UUID, Talks]:
    """Give for each plan whose talks there are to book, which are booked, and whether there are times."""
    pupils = {plan.pupil_id for plan in plans}
    whose, adults, times = await bookers(session, pupils), await of_age(session, pupils), await _times(session, plans)
    when: dict[UUID, dict[UUID | None, datetime]] = {plan.id: {} for plan in plans}
    for one in await booked(session, [plan.id for plan in plans]):
        when[one.plan_id][one.household_id] = one.starts
    met = await met_in(session, plans)
    found = {}
    for plan in plans:
        (there, until), asked = times.get(plan.id, (Times.none, None)), _asked(whose[plan.pupil_id], when[plan.id], met[plan.id])
        found[plan.id] = Talks(there, asked, when[plan.id], plan.pupil_id in adults, until)
    return found


def _asked(whose: tuple[UUID | None, ...], booked: Mapping[UUID | None, datetime], met: Met) -> tuple[UUID | None, ...]:
    """Give the households with a talk to book: whoever has met without booking one has none any more."""
    return tuple(one for one in whose if one in booked or one not in met)


class Met(frozenset["UUID | None"]):
    """The households that have met in a talk; where everybody has, it holds each."""

    def __contains__(self, household: object) -> bool:
        """Whether a household has met."""
        return super().__contains__(None) or super().__contains__(household)


async def met_in(session: AsyncSession, plans: Collection[Plan]) -> dict[UUID, Met]:
    """Give for each plan the households that have met since it came into its talk."""
    talking = [plan.id for plan in plans if plan.phase is Phase.talk]
    rows = list(await session.exec(select(Talk.plan_id, Talk.household_id).where(col(Talk.plan_id).in_(talking))))
    return {plan.id: Met(household for key, household in rows if key == plan.id) for plan in plans}


async def _times(session: AsyncSession, plans: Collection[Plan]) -> dict[UUID, tuple[Times, datetime | None]]:
    """Say of each plan for which times were offered whether one can be booked still, and until when."""
    classes = {plan.class_id for plan in plans}
    there = exists().where(col(Slot.offer_id) == col(Offer.id), col(Slot.cancelled).is_(None), col(Slot.starts) > now(), ~is_taken())
    asked = select(Offer.id, Offer.closes, there).where(col(Offer.class_id).in_(classes), col(Offer.cancelled).is_(None))
    closes = {offer: until if free and until > now() else None for offer, until, free in await session.exec(asked)}
    if not closes:
        return {}
    pairs = await session.exec(select(Plan.id, Offer.id).where(concerns(), col(Plan.id).in_([plan.id for plan in plans])))
    found: dict[UUID, list[datetime]] = {}
    for plan, offer in pairs:
        until = closes.get(offer)
        found.setdefault(plan, []).extend([until] if until else [])
    return {plan: (Times.open, max(until)) if until else (Times.over, None) for plan, until in found.items()}
