"""How far classes and schools have come, as counts by step and state: no names, no content."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlmodel import col, select

from server.columns import now
from server.people.actions import born_by, local_day
from server.people.policy import Role, Standing
from server.plans.models import Phase
from server.preparations.models import Party
from server.rounds.actions.facts import until_of
from server.rounds.actions.present import HELD
from server.rounds.actions.whose import WHOSE, values
from server.rounds.models import Round, Step, StepState
from server.rounds.staircase import Facts, Part, stairs

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.rounds.actions.present import OfTerm

_PARTIES = ", ".join(f"bool_or({said}) FILTER (WHERE party = '{party}')" for party in Party for said in ("missing", "missing AND begun"))
_COUNTED = text(f"""
    WITH {HELD}, {WHOSE}, pupil AS (
        SELECT class_id, school_id, round_id, phase, person_id, ARRAY[{_PARTIES}] AS parts
        FROM whose w LEFT JOIN LATERAL (
            SELECT p.party, p.ready IS NULL AND p.closed IS NULL AS missing,
                   EXISTS (SELECT FROM text t WHERE t.preparation_id = p.id AND t.seq > 0)
                   OR EXISTS (SELECT FROM answer a WHERE a.preparation_id = p.id AND a.value IS NOT NULL) AS begun
            FROM preparation p
            WHERE p.plan_id = w.plan_id AND p.asked AND (
                p.household_id IS NULL OR p.ready IS NOT NULL OR p.closed IS NOT NULL OR EXISTS (
                    SELECT FROM relation r WHERE r.household_id = p.household_id AND r.pupil_id = w.person_id
                        AND r.since <= :at AND (r.until IS NULL OR r.until > :at) AND (r.kind = 'let_in_by' OR (
                            r.kind IN ('guardian_of', 'contact_for')
                            AND NOT EXISTS (SELECT FROM person WHERE id = w.person_id AND born <= :of_age)
                        ))
                )
            )
        ) prepared ON true
        GROUP BY class_id, school_id, round_id, phase, person_id
    )
    SELECT class_id, school_id, round_id, phase, parts, count(*) FROM pupil GROUP BY class_id, school_id, round_id, phase, parts
""")  # noqa: S608  # nothing from outside is in it
"""Pupils of a class for whom the same has happened are one row, so that the state of their steps is derived once: of each party whether one
is missing (none where nobody is asked) and whether a missing one is begun. As in `facts`, a home in which nobody may see the pupil any more
is not waited for. Each plan's preparations are looked up by themselves, so that the time grows with the pupils and no faster."""


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
    asked = values(schools=schools, hidden=actor.hidden, of=of) | {"of_age": born_by(local_day(now()))}
    rows = (await session.exec(_COUNTED, params=asked)).all()  # type: ignore[call-overload]  # SQLModel types no plain SQL
    held = await session.exec(select(Round).where(col(Round.id).in_({row.round_id for row in rows if row.round_id})))
    rounds = {one.id: one for one in held}
    who, today = Standing(actor.id, frozenset({Role.principal})), local_day(now())
    found: dict[UUID, dict[UUID, Counts]] = {school: {} for school in schools}
    for klass, school, key, phase, parts, count in rows:
        one = rounds.get(key)
        facts = Facts(Phase(phase), _parts(parts), until_of(one), one is not None and one.talk_only) if phase else None
        states = {stair.step: Counter({stair.state: count}) for stair in stairs(facts, who, today)}
        found[school].setdefault(klass, Counts()).add(Counts(count, 0 if phase else count, states))
    return found


def _parts(said: list[bool | None]) -> tuple[Part, ...]:
    """Make the preparations of which it is known only whether some of a party are missing, and whether one of these is begun."""
    pairs = zip(Party, said[::2], said[1::2], strict=True)
    return tuple(Part(party, begun=bool(begun), done=not missing) for party, missing, begun in pairs if missing is not None)
