"""How far the handing out of rounds has come: who has the material, who had a plan already, who came or left since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions import in_force
from server.people.models import Relation, RelationKind
from server.plans.models import Phase, Plan

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.rounds.models import Round


@dataclass
class HowFar:
    """How far one round's handing out has come, by its pupils."""

    done: bool
    handed: set[UUID] = field(default_factory=set)
    """They were handed the material, and are in the class."""
    passed: set[UUID] = field(default_factory=set)
    """They have another plan of this school and term, so they were passed over."""
    waiting: set[UUID] = field(default_factory=set)
    """They are in the class and have no plan yet; once the round is handed out, these have come since."""
    left: set[UUID] = field(default_factory=set)
    """They have the material and are in the class no longer: their plans stay."""

    @property
    def total(self) -> int:
        """How many there are to hand out to."""
        return len(self.handed) + len(self.waiting)

    @property
    def late(self) -> set[UUID]:
        """Those who came when the round was handed out already."""
        return self.waiting if self.done else set()


async def how_far(session: AsyncSession, rounds: Collection[Round]) -> dict[UUID, HowFar]:
    """Say for each round how far it has come."""
    members = await members_of(session, {one.class_id for one in rounds})
    pupils = {pupil for found in members.values() for pupil in found}
    plans = await _plans(session, rounds, pupils)
    return {one.id: _how_far(one, members.get(one.class_id, set()), plans) for one in rounds}


async def members_of(session: AsyncSession, classes: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Give the pupils of some classes, by the class."""
    rows = await session.exec(
        select(Relation.class_id, Relation.person_id).where(
            col(Relation.class_id).in_(classes), Relation.kind == RelationKind.pupil_in, in_force(now())
        )
    )
    found: dict[UUID, set[UUID]] = {}
    for klass, pupil in rows:
        if klass is not None:
            found.setdefault(klass, set()).add(pupil)
    return found


@dataclass(frozen=True)
class _Known:
    """What is to be known of a plan here."""

    pupil: UUID
    round: UUID | None
    school: UUID
    term: UUID | None
    phase: Phase

    def is_of(self, held: Round) -> bool:
        """Whether it is a plan of a round's school and term, as those are that hinder another."""
        there = self.school == held.school_id and self.term == held.term_id
        return there and (held.term_id is not None or self.phase is not Phase.archived)


async def _plans(session: AsyncSession, rounds: Collection[Round], pupils: set[UUID]) -> list[_Known]:
    """Give the plans that rounds handed out, and those that their pupils have at the same schools."""
    theirs = col(Plan.pupil_id).in_(pupils) & col(Plan.school_id).in_({one.school_id for one in rounds})
    wanted = select(Plan.pupil_id, Plan.round_id, Plan.school_id, Plan.term_id, Plan.phase)  # type: ignore[call-overload]  # SQLModel types four
    rows = await session.exec(wanted.where(theirs | col(Plan.round_id).in_([one.id for one in rounds])))
    return [_Known(*row) for row in rows]


def _how_far(held: Round, members: set[UUID], plans: list[_Known]) -> HowFar:
    """Sort the pupils of one round."""
    given = {one.pupil for one in plans if one.round == held.id}
    has = {one.pupil for one in plans if one.is_of(held)}
    return HowFar(
        held.handed_out is not None,
        handed=given & members,
        passed=(has - given) & members,
        waiting=members - has - given,
        left=given - members,
    )
