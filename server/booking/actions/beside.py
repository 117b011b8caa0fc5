"""Brothers and sisters: which times lie back to back with another talk of the same home, or with one that it could book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.booking.actions.finding import booked, free_slots, offers_for
from server.booking.models import Booking
from server.columns import now
from server.people.actions import FAMILY, gives_rights, named
from server.people.models import Person, Relation
from server.people.policy import standing
from server.plans.models import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from server.work import Work

GAP = timedelta(minutes=15)
"""As much may lie between two talks, and they are still back to back: one has to get from one room to the other."""


class How(StrEnum):
    """How a time lies beside another talk."""

    after = "after"
    before = "before"
    could = "could"
    """Beside a time that could be booked for a sibling."""


@dataclass(frozen=True)
class Beside:
    """That a time lies beside another talk: of whom, as far as the reader may know, and when that one begins."""

    how: How
    name: str
    starts: datetime


@dataclass(frozen=True)
class _Other:
    """From when until when a sibling has, or could have, a talk."""

    name: str
    starts: datetime
    ends: datetime
    is_booked: bool


@dataclass(frozen=True)
class Others:
    """The other talks of a home: those it has, and the times it could book."""

    found: Sequence[_Other] = ()

    def beside(self, starts: datetime, ends: datetime) -> Beside | None:
        """Say beside what a talk would lie; what is booked goes before what could be."""
        for one in sorted(self.found, key=lambda other: not other.is_booked):
            if timedelta() <= starts - one.ends <= GAP:
                return Beside(How.after if one.is_booked else How.could, one.name, one.starts)
            if timedelta() <= one.starts - ends <= GAP:
                return Beside(How.before if one.is_booked else How.could, one.name, one.starts)
        return None

    def meets(self, starts: datetime, ends: datetime) -> bool:
        """Whether a talk would lie over one that the home has."""
        return any(one.is_booked and one.starts < ends and one.ends > starts for one in self.found)


async def others_of(work: Work, plan: Plan, household: UUID | None) -> Others:
    """Give the other talks of a home, and the times that it could still book for brothers and sisters."""
    if household is None:
        return Others()
    session = work.session
    siblings = select(Relation.pupil_id).where(
        Relation.household_id == household, col(Relation.kind).in_(FAMILY[:2]), gives_rights(now()), Relation.pupil_id != plan.pupil_id
    )
    talks = await session.exec(
        select(Booking).where(Booking.household_id == household, col(Booking.cancelled).is_(None), Booking.plan_id != plan.id)
    )
    had = list(talks.unique())
    plans = {one.id: one for one in await session.exec(select(Plan).where(col(Plan.pupil_id).in_(siblings)))}
    people = await named(session, [*(one.pupil_id for one in had), *(one.pupil_id for one in plans.values())])
    done = {one.plan_id for one in await booked(session, list(plans)) if one.household_id == household}
    found = [_Other(_name(work, people[one.pupil_id], one.plan), one.starts, one.ends, is_booked=True) for one in had]
    return Others(found + await _could(work, [one for one in plans.values() if one.id not in done], people))


async def _could(work: Work, plans: Iterable[Plan], people: dict[UUID, Person]) -> list[_Other]:
    """Give the free times that are offered to siblings."""
    whose = {plan.id: plan for plan in plans}
    offers = await offers_for(work.session, list(whose))
    free = await free_slots(work.session, {one.id: one for found in offers.values() for one in found}.values())
    return [
        _Other(_name(work, people[plan.pupil_id], plan), slot.starts, slot.ends, is_booked=False)
        for key, plan in whose.items()
        for slot in free
        if slot.offer_id in {one.id for one in offers[key]}
    ]


def _name(work: Work, pupil: Person, plan: Plan) -> str:
    """Name a sibling to those who may know of them."""
    return pupil.given_name if standing(work.actor, plan).roles else ""
