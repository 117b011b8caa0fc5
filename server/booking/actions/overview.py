"""How far the booking of a class has come: what is offered, and pupil by pupil what is booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.booking.actions.facts import met_in
from server.booking.actions.finding import booked, bookers, is_taken
from server.booking.models import Booking, Offer, Slot
from server.booking.policy import BOOKABLE, may_see_booking, runs
from server.columns import now
from server.people.actions import FAMILY, by_name, gives_rights, named
from server.people.models import Person, Relation
from server.people.policy import may_see_listed, standing
from server.plans.models import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from server.schools.models import Class
    from server.work import Work


@dataclass(frozen=True)
class OneHome:
    """A household of a pupil: its adults, and when its talk is."""

    household_id: UUID | None
    adults: list[Person]
    booking: Booking | None
    has_met: bool = False
    """Whether it has come to a talk."""


@dataclass(frozen=True)
class PupilBooking:
    """A pupil of a class, with what is booked."""

    pupil: Person
    plan: Plan
    homes: list[OneHome]
    may_book: bool

    @property
    def missing(self) -> list[OneHome]:
        """The households that have not booked, and not met without a booking."""
        return [one for one in self.homes if one.booking is None and not one.has_met]


@dataclass(frozen=True)
class OfferLine:
    """An offer with how many of its times are free, and how many talks are booked in it."""

    offer: Offer
    host: Person
    slots: int
    free: int
    first: datetime | None
    last: datetime | None
    booked: int


async def class_rows(work: Work, klass: Class) -> list[PupilBooking]:
    """Give the pupils of a class whom the reader books for or teaches, by name, each with the talks that are booked."""
    session, actor = work.session, work.actor
    newest: dict[UUID, Plan] = {}
    for plan in await session.exec(select(Plan).where(Plan.class_id == klass.id, col(Plan.phase).in_(BOOKABLE)).order_by(col(Plan.begun))):
        newest[plan.pupil_id] = plan
    people = await named(session, newest)
    plans = [plan for plan in newest.values() if may_see_listed(actor, people[plan.pupil_id]) and standing(actor, plan).roles]
    talks = [one for one in await booked(session, [plan.id for plan in plans]) if may_see_booking(actor, one)]
    whose = await bookers(session, [plan.pupil_id for plan in plans])
    adults, met = await adults_of(work, [plan.pupil_id for plan in plans]), await met_in(session, plans)
    rows = []
    for plan in plans:
        own = {one.household_id: one for one in talks if one.plan_id == plan.id}
        keys = dict.fromkeys([*whose[plan.pupil_id], *own])
        homes = [OneHome(key, adults.get((plan.pupil_id, key), []), own.get(key), key in met[plan.id]) for key in keys]
        rows.append(PupilBooking(people[plan.pupil_id], plan, homes, runs(standing(actor, plan))))
    work.saw(*(one.pupil.id for one in rows))
    return sorted(rows, key=lambda one: by_name(one.pupil))


async def adults_of(work: Work, pupils: Iterable[UUID]) -> dict[tuple[UUID | None, UUID | None], list[Person]]:
    """Give the adults of pupils, by pupil and household."""
    rows = await work.session.exec(
        select(Relation.pupil_id, Relation.household_id, Person)
        .join(Person, col(Person.id) == col(Relation.person_id))
        .where(col(Relation.pupil_id).in_(pupils), col(Relation.kind).in_(FAMILY), gives_rights(now()))
        .order_by(col(Relation.since), col(Relation.id))
    )
    found: dict[tuple[UUID | None, UUID | None], list[Person]] = {}
    for pupil, household, person in rows:
        if household is not None:
            found.setdefault((pupil, household), []).append(person)
    return found


async def offer_lines(work: Work, offers: list[Offer]) -> list[OfferLine]:
    """Give offers with how many of their times are left."""
    keys = [one.id for one in offers]
    rows = await work.session.exec(
        select(Slot.offer_id, Slot.starts, is_taken()).where(col(Slot.offer_id).in_(keys), col(Slot.cancelled).is_(None))
    )
    slots: dict[UUID, list[tuple[datetime, bool]]] = {one: [] for one in keys}
    for key, starts, taken in rows:
        slots[key].append((starts, taken))
    talks = await work.session.exec(select(Booking.offer_id).where(col(Booking.offer_id).in_(keys), col(Booking.cancelled).is_(None)))
    counted = list(talks)
    hosts, at = await named(work.session, [one.host_id for one in offers]), now()
    return [
        OfferLine(
            one,
            hosts[one.host_id],
            len(slots[one.id]),
            sum(not taken and starts > at for starts, taken in slots[one.id]),
            min((starts for starts, _ in slots[one.id]), default=None),
            max((starts for starts, _ in slots[one.id]), default=None),
            counted.count(one.id),
        )
        for one in offers
    ]
