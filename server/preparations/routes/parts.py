"""What pages show of a plan's material and of how far each party has come, gathered for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.people.actions import named
from server.people.models import Relation
from server.people.policy import standing
from server.preparations import policy
from server.preparations.actions import preparations_of, sheet_of
from server.preparations.models import Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from server.people.models import Person
    from server.people.policy import Actor
    from server.plans.models import Plan
    from server.preparations.actions import Sheet
    from server.preparations.models import Preparation
    from server.work import Work


@dataclass(frozen=True)
class State:
    """How far a party has come, with what the reader may do about it."""

    one: Preparation
    is_own: bool
    may_hand_in: bool
    may_take_back: bool
    may_close: bool
    people: list[Person]
    """Whose it is: the pupil, the adults of the home; the teachers of a subject are known by the subject."""
    by: Person | None = None
    """Who handed it in."""

    @property
    def is_done(self) -> bool:
        """Whether nobody waits for it."""
        return self.one.ready is not None or self.one.closed is not None or not self.one.asked


async def sheet_part(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather the whole material that may be read."""
    sheet = await sheet_of(work, plan)
    return {**await sheet_context(work, sheet), "parts": sheet.parts}


async def sheet_context(work: Work, sheet: Sheet) -> dict[str, Any]:
    """Gather what is said around the material: whose homes, who answered."""
    return {
        "plan": sheet.plan,
        "form": sheet.form,
        "before": sheet.before,
        "who": standing(work.actor, sheet.plan),
        "homes": await homes_of(work, sheet.plan),
    }


async def states_part(work: Work, plan: Plan) -> dict[str, Any]:
    """Gather how far each party has come that the reader may know of, and whose step has begun."""
    found = [one for one in await preparations_of(work.session, work.actor, plan) if policy.has_begun(one)]
    return {"states": await states_of(work, plan, found)}


async def states_of(work: Work, plan: Plan, ones: Iterable[Preparation]) -> list[State]:
    """Say how far preparations of a plan have come, and what may be done about each."""
    kept, actor = list(ones), work.actor
    people = await named(work.session, [plan.pupil_id, *(one.ready_by for one in kept)])
    homes = await homes_of(work, plan)
    whose = {Party.pupil: [people[plan.pupil_id]], Party.teachers: []}
    return [state_of(actor, one, whose[one.party] if one.party in whose else homes.get(one.household_id, []), people) for one in kept]


def state_of(actor: Actor, one: Preparation, whose: list[Person], people: Mapping[UUID, Person]) -> State:
    """Say how far one preparation has come."""
    return State(
        one,
        policy.is_own(actor, one),
        policy.may_hand_in(actor, one),
        policy.may_take_back(actor, one),
        policy.may_close(actor, one),
        whose,
        people.get(one.ready_by) if one.ready_by else None,
    )


async def homes_of(work: Work, plan: Plan) -> dict[UUID | None, list[Person]]:
    """Give the adults of each home, to tell two homes apart."""
    rows = await work.session.exec(select(Relation).where(Relation.pupil_id == plan.pupil_id, col(Relation.household_id).is_not(None)))
    relations = list(rows)
    people = await named(work.session, [one.person_id for one in relations])
    homes: dict[UUID | None, list[Person]] = {}
    for one in relations:
        if people[one.person_id] not in homes.setdefault(one.household_id, []):
            homes[one.household_id].append(people[one.person_id])
    return homes
