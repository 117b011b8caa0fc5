"""Who is asked about what is proposed, and what each has answered: in a few questions, however many plans there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.agreements.models import Agreement, Answerer, Assent
from server.columns import now
from server.people.actions import FAMILY, gives_rights
from server.people.models import Relation, RelationKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person
    from server.plans.models import Plan

_AS = {
    RelationKind.guardian_of: Answerer.guardian,
    RelationKind.let_in_by: Answerer.guardian,
    RelationKind.contact_for: Answerer.contact,
}
_ORDER = list(Answerer)


@dataclass(frozen=True)
class Party:
    """One person who is asked, or has answered: as what, and the answer."""

    person_id: UUID
    role: Answerer
    assent: Assent | None = None


@dataclass(frozen=True)
class Proposal:
    """What is proposed in a plan, by its id, and everyone who has a say in it."""

    agreement: UUID
    parties: list[Party] = field(default_factory=list)

    @property
    def missing(self) -> list[Party]:
        """Those who have not answered."""
        return [one for one in self.parties if one.assent is None]

    def party(self, person: UUID) -> Party | None:
        """Give what somebody is in it."""
        return next((one for one in self.parties if one.person_id == person), None)


async def proposals_in(session: AsyncSession, plans: Collection[Plan]) -> dict[UUID, Proposal]:
    """Give what is proposed in plans, by the plan's id; whoever is asked is so by the ties in force now.

    An answer stays, also that of somebody who is asked no longer.
    """
    waiting = {plan.id: plan for plan in plans if plan.proposed is not None}
    if not waiting:
        return {}
    rows = await session.exec(
        select(Agreement.id, Agreement.plan_id, Agreement.proposed_by).where(
            col(Agreement.plan_id).in_(waiting), col(Agreement.taken_back).is_(None), col(Agreement.version_id).is_(None)
        )
    )
    open_ones = rows.all()
    given = await _given(session, [key for key, _, _ in open_ones])
    asked = await _asked(session, {plan.pupil_id for plan in waiting.values()})
    return {plan: Proposal(key, _parties(asked[waiting[plan].pupil_id], given.get(key, {}), by)) for key, plan, by in open_ones}


def _parties(asked: dict[UUID, Answerer], given: dict[UUID, Assent], by: UUID) -> list[Party]:
    """Put together who is asked and who has answered: the pupil, the adults of the homes, the mentor."""
    roles = {person: role for person, role in asked.items() if person != by} | {person: one.role for person, one in given.items()}
    found = [Party(person, role, given.get(person)) for person, role in roles.items()]
    return sorted(found, key=lambda one: (_ORDER.index(one.role), str(one.person_id)))


def by_role_and_name(parties: Iterable[Party], people: Mapping[UUID, Person]) -> list[Party]:
    """Give parties as they are listed: the pupil, the adults of the homes by name, the mentor."""
    return sorted(parties, key=lambda one: (_ORDER.index(one.role), people[one.person_id].name))


async def _given(session: AsyncSession, agreements: Collection[UUID]) -> dict[UUID, dict[UUID, Assent]]:
    """Give the answers to proposals, by who gave them."""
    found: dict[UUID, dict[UUID, Assent]] = {}
    for one in await session.exec(select(Assent).where(col(Assent.agreement_id).in_(agreements))):
        found.setdefault(one.agreement_id, {})[one.person_id] = one
    return found


async def _asked(session: AsyncSession, pupils: Collection[UUID]) -> dict[UUID, dict[UUID, Answerer]]:
    """Give the pupils themselves, and the adults of their homes: those of a pupil of age only where the pupil lets them in."""
    rows = await session.exec(
        select(Relation.pupil_id, Relation.person_id, Relation.kind).where(
            col(Relation.pupil_id).in_(pupils), col(Relation.kind).in_(FAMILY), gives_rights(now())
        )
    )
    found = {pupil: {pupil: Answerer.pupil} for pupil in pupils}
    for pupil, person, kind in rows:
        role = _AS[RelationKind(kind)]
        if pupil is not None:
            found[pupil][person] = min(role, found[pupil].get(person, role), key=_ORDER.index)
    return found
