"""How far classes and schools have come, as counts by step and state: no names, no content."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import col, select

from server.columns import now
from server.goals.models import Looker
from server.people.actions import born_by, local_day
from server.people.actions.age import after
from server.people.policy import Role, Standing
from server.plans.models import Phase
from server.preparations.models import Party
from server.rounds.actions.counted import COUNTED
from server.rounds.actions.facts import until_of
from server.rounds.actions.whose import values
from server.rounds.happened import Looked
from server.rounds.models import Round, Step, StepState
from server.rounds.staircase import Facts, Part, Talks, Times, stairs

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.rounds.actions.present import OfTerm

_HOMES = (UUID(int=1), UUID(int=2))
"""They stand for the households of a pupil: it does not matter whose they are."""


@dataclass
class Counts:
    """So many pupils, and where their steps stand."""

    pupils: int = 0
    without: int = 0
    """They have no plan yet."""
    steps: dict[Step, Counter[StepState]] = field(default_factory=lambda: {step: Counter() for step in Step})

    def add(self, other: Counts) -> None:
        """Add others to these."""
        self.pupils += other.pupils
        self.without += other.without
        for step, states in other.steps.items():
            self.steps[step].update(states)


async def counts_in(
    session: AsyncSession, actor: Actor, schools: Collection[UUID], of: OfTerm | None = None
) -> dict[UUID, dict[UUID, Counts]]:
    """Count for each school, class by class; pupils whose identity is protected from the reader are not counted."""
    days = {"of_age": born_by(local_day(now())), "tomorrow": after(local_day(now()))}
    asked = values(schools=schools, hidden=actor.hidden, of=of) | days
    rows = (await session.exec(COUNTED, params=asked)).all()  # type: ignore[call-overload]  # SQLModel types no plain SQL
    held = await session.exec(select(Round).where(col(Round.id).in_({row.round_id for row in rows if row.round_id})))
    rounds = {one.id: one for one in held}
    who, today = Standing(actor.id, frozenset({Role.principal})), local_day(now())
    found: dict[UUID, dict[UUID, Counts]] = {school: {} for school in schools}
    for klass, school, key, phase, proposed, parts, is_open, own, booked, looked, count in rows:
        one, talks = rounds.get(key), _talks(is_open, booked, own=own)
        kept = {"proposed": proposed, "looked": _looked(looked)}
        facts = Facts(Phase(phase), _parts(parts), until_of(one), one is not None and one.talk_only, talks, **kept) if phase else None
        states = {stair.step: Counter({stair.state: count}) for stair in stairs(facts, who, today)}
        found[school].setdefault(klass, Counts()).add(Counts(count, 0 if phase else count, states))
    return found


def _parts(said: list[bool | None]) -> tuple[Part, ...]:
    """Make the preparations of which it is known only whether some of a party are missing, and whether one of these is begun."""
    pairs = zip(Party, said[::2], said[1::2], strict=True)
    return tuple(Part(party, begun=bool(begun), done=not missing) for party, missing, begun in pairs if missing is not None)


def _looked(said: list[bool | None]) -> tuple[Looked, ...]:
    """Make those who look back of whom it is known only whether some of a kind are missing, and whether anybody has."""
    *missing, some = said
    found = [Looked(looker, given=not one) for looker, one in zip(Looker, missing, strict=True) if one is not None]
    if some and not any(one.given for one in found):
        found.append(replace(found[0], given=True))
    return tuple(found)


def _talks(is_open: bool | None, booked: list[bool | None], *, own: bool) -> Talks:  # noqa: FBT001  # a row's cell
    """Make the booking of which it is known only whether there are times, and whether some talks are booked and some not."""
    homes, unbooked, some, has_come = booked
    times = Times.none if is_open is None else Times.open if is_open else Times.over
    first: tuple[UUID | None, ...] = (_HOMES[0],) if homes else (None,)
    when = now() if has_come else now() + timedelta(days=2)
    asked = first + _HOMES[1:] if some and unbooked else first if some or unbooked else ()
    return Talks(times, asked, dict.fromkeys(first, when) if some else {}, own)
