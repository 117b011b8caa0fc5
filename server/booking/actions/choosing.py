"""What somebody sees who books: the talks that are booked, whose is to be booked, and the times there are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.booking.actions.beside import Beside, How, others_of
from server.booking.actions.finding import booked, bookers, free_slots, longest, of_age, offers_for
from server.booking.actions.waiting import waits
from server.booking.models import Booking, Offer, Slot
from server.booking.policy import is_of, may_book, may_see_booking, runs
from server.columns import now
from server.i18n import at_school
from server.people.actions import FAMILY, gives_rights, named
from server.people.models import Person, Profile, Relation
from server.people.policy import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from server.plans.models import Plan
    from server.work import Work


@dataclass(frozen=True)
class Choice:
    """A free time, with whom, and beside which other talk of the home it lies."""

    slot: Slot
    host: Person
    ends: datetime
    beside: Beside | None

    @property
    def rank(self) -> int:
        """What comes first: beside a talk one has, then beside one that one could have."""
        return 2 if self.beside is None else int(self.beside.how is How.could)


@dataclass(frozen=True)
class Talk:
    """A booked talk, as its reader sees it."""

    booking: Booking
    offer: Offer
    host: Person
    is_chosen: bool = False
    """Whether it is of the household that is looked at, which may change it."""

    @property
    def is_over(self) -> bool:
        """Whether it has begun."""
        return self.booking.starts <= now()


@dataclass(frozen=True)
class Home:
    """A household with a talk to book, by the names of its adults; none is the pupil."""

    household_id: UUID | None
    names: str
    needs: str = ""
    """The language of an interpreter, where one of its adults has said so."""
    talk: Talk | None = None


@dataclass(frozen=True)
class Sheet:
    """What the page of booking shows of one plan."""

    who: Standing
    homes: list[Home]
    """Those whose talks the reader knows of."""
    chosen: Home | None
    may_book: bool
    offers: list[Offer] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    too_short: int = 0
    """Times that are free, and too short with an interpreter."""
    waits: bool = False

    @property
    def close_by(self) -> list[Choice]:
        """The times beside another talk, first those beside one that is booked."""
        return sorted((one for one in self.choices if one.beside), key=lambda one: (one.rank, one.slot.starts))

    @property
    def days(self) -> dict[date, list[Choice]]:
        """All times, by their days."""
        found: dict[date, list[Choice]] = {}
        for one in self.choices:
            found.setdefault(at_school(one.slot.starts).date(), []).append(one)
        return found

    @property
    def last_day(self) -> datetime | None:
        """Until when there is something to book."""
        return max((one.closes for one in self.offers if one.closes > now()), default=None)

    @property
    def hosts(self) -> int:
        """With how many people there are times."""
        return len({one.host.id for one in self.choices})


async def homes_of(work: Work, plan: Plan) -> list[Home]:
    """Give the households with a talk to book that somebody knows of, each with the talk that it has booked."""
    session, who = work.session, standing(work.actor, plan)
    live = [one for one in await booked(session, [plan.id]) if may_see_booking(work.actor, one)]
    keys = dict.fromkeys([*(await bookers(session, [plan.pupil_id]))[plan.pupil_id], *(one.household_id for one in live)])
    adult = plan.pupil_id in await of_age(session, [plan.pupil_id])
    talks = {one.booking.household_id: one for one in await _talks(work, live)}
    knows_all = runs(who) or who.person_id == plan.pupil_id
    known = [one for one in keys if knows_all or is_of(who, one, of_age=adult) or one in talks]
    adults = await _adults(work, plan, known)
    pupil = await session.get_one(Person, plan.pupil_id)
    found = []
    for one in known:
        people = adults.get(one, []) if one else [(pupil, "")]
        names = ", ".join(person.name for person, _ in people)
        needs = next((language for _, language in people if language), "")
        found.append(Home(one, names, needs, talks.get(one)))
    return found


async def _talks(work: Work, live: Iterable[Booking]) -> list[Talk]:
    """Give bookings with their offers and hosts."""
    found = list(live)
    hosts = await named(work.session, [one.host_id for one in found])
    rows = await work.session.exec(select(Offer).where(col(Offer.id).in_({one.offer_id for one in found})))
    offers = {one.id: one for one in rows}
    return [Talk(one, offers[one.offer_id], hosts[one.host_id]) for one in found]


async def _adults(work: Work, plan: Plan, households: Iterable[UUID | None]) -> dict[UUID | None, list[tuple[Person, str]]]:
    """Give the adults of households, each with the language of an interpreter that they need."""
    rows = await work.session.exec(
        select(Relation.household_id, Person, Profile.interpreter)
        .join(Person, col(Person.id) == col(Relation.person_id))
        .join(Profile, col(Profile.person_id) == col(Person.id), isouter=True)
        .where(
            col(Relation.household_id).in_([one for one in households if one]),
            Relation.pupil_id == plan.pupil_id,
            col(Relation.kind).in_(FAMILY),
            gives_rights(now()),
        )
        .order_by(col(Relation.since), col(Relation.id))
    )
    found: dict[UUID | None, list[tuple[Person, str]]] = {}
    for household, person, language in rows:
        if all(one.id != person.id for one, _ in found.get(household, [])):
            found.setdefault(household, []).append((person, language or ""))
    return found


async def sheet(work: Work, plan: Plan, asked: str = "", *, interpreter: bool | None = None, adult: bool = False) -> Sheet:
    """Gather what the page of booking shows; `asked` is the household to book for, where there are several to choose from.

    `adult` says whether the actor is of age.
    """
    homes, who = await homes_of(work, plan), standing(work.actor, plan)
    free = [one for one in homes if may_book(work.actor, plan, one.household_id, of_age=adult)]
    wanted = [one for one in free if str(one.household_id or "pupil") == asked] or (free if len(free) == 1 else [])
    if not wanted:
        return Sheet(who, homes, None, bool(free), (await offers_for(work.session, [plan.id]))[plan.id])
    chosen = wanted[0]
    needs = interpreter if interpreter is not None else bool(chosen.needs or (chosen.talk and chosen.talk.booking.interpreter))
    homes = [replace(one, talk=replace(one.talk, is_chosen=True)) if one is chosen and one.talk else one for one in homes]
    found = await _choices(work, plan, chosen, needs=needs, late=runs(who))
    is_waiting = await waits(work, plan, chosen.household_id) is not None
    return replace(found, who=who, homes=homes, waits=is_waiting)


async def _choices(work: Work, plan: Plan, home: Home, *, needs: bool, late: bool) -> Sheet:
    """Give the times that a household can book, or move its talk to."""
    session, mine = work.session, home.talk.booking if home.talk else None
    offers = (await offers_for(session, [plan.id]))[plan.id]
    free = await free_slots(session, offers, mine.id if mine else None, late=late)
    others = await others_of(work, plan, home.household_id)
    hosts = await named(session, [one.host_id for one in offers])
    found, too_short = [], 0
    for slot in free:
        minutes = slot.offer.longer if needs else slot.offer.minutes
        ends = slot.starts + timedelta(minutes=minutes)
        if (mine and mine.slot_id == slot.id) or others.meets(slot.starts, ends):
            continue
        if longest(slot, free) < minutes:
            too_short += 1
            continue
        found.append(Choice(slot, hosts[slot.host_id], ends, others.beside(slot.starts, ends)))
    return Sheet(standing(work.actor, plan), [], home, may_book=True, offers=offers, choices=found, too_short=too_short)
