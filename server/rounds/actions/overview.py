"""How far the pupils of classes have come: a row a pupil, a state a step, and who has not answered yet. No content."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions import local_day, named
from server.people.policy import Role, may_see_listed
from server.plans.models import Phase, Plan
from server.preparations.models import Party
from server.rounds.actions.facts import facts_of
from server.rounds.actions.missing import Missing, missing_of
from server.rounds.actions.present import rounds_now
from server.rounds.actions.whose import plans_in
from server.rounds.policy import overlooks, stands
from server.rounds.staircase import current, stairs
from server.schools.models import Term

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from server.people.models import Person
    from server.people.policy import Standing
    from server.rounds.actions.present import OfTerm
    from server.rounds.models import Round
    from server.rounds.staircase import Facts, Stair
    from server.schools.models import Class
    from server.work import Work

PROMPTERS = (Role.mentor, Role.principal)
"""Who reminds, shows to the home, and stops waiting."""


@dataclass(frozen=True)
class PupilRow:
    """One pupil, as the reader sees how far the talk has come."""

    pupil: Person
    who: Standing
    """What the reader is to the pupil."""
    plan: Plan | None
    stairs: list[Stair]
    missing: list[Missing] = field(default_factory=list)
    is_ready: bool = False
    """Whether the school has prepared, and the home is to see it next."""

    @property
    def at(self) -> Stair:
        """The step to look at first."""
        return current(self.stairs)

    @property
    def teachers(self) -> list[Missing]:
        """Of what is missing, the subjects."""
        return [one for one in self.missing if one.party is Party.teachers]

    @property
    def may_prompt(self) -> bool:
        """Whether the reader runs this pupil's talk."""
        return self.plan is not None and self.who.is_any(*PROMPTERS)


@dataclass(frozen=True)
class ClassRows:
    """A class with the round it is in, and its pupils."""

    klass: Class
    round: Round | None
    term: Term | None
    rows: list[PupilRow]


async def rows_of(work: Work, classes: Collection[Class], of: OfTerm | None = None) -> list[ClassRows]:
    """Give the pupils of classes whom the reader may overlook, class by class, by name: in the round that counts, or that of one term."""
    session, actor = work.session, work.actor
    theirs = await plans_in(session, [one.id for one in classes], actor.hidden, of)
    people = await named(session, [pupil for pupils in theirs.values() for pupil in pupils])
    keys = [plan for pupils in theirs.values() for plan in pupils.values() if plan]
    plans = {plan.id: plan for plan in await session.exec(select(Plan).where(col(Plan.id).in_(keys)))}
    facts = await facts_of(session, list(plans.values()))
    missing = await missing_of(session, actor, list(plans.values()), facts)
    rounds = await rounds_now(session, [one.id for one in classes], of)
    terms = {one.id: one for one in await session.exec(select(Term).where(col(Term.id).in_({one.term_id for one in rounds.values()})))}
    found = []
    for klass in classes:
        rows = [
            _row(people[pupil], stands(actor, pupil, klass), plan, facts.get(plan.id) if plan else None, missing)
            for pupil, key in theirs.get(klass.id, {}).items()
            if may_see_listed(actor, people[pupil])
            for plan in [plans.get(key) if key else None]
        ]
        seen = sorted((one for one in rows if overlooks(one.who)), key=lambda one: one.pupil.name)
        held = rounds.get(klass.id)
        found.append(ClassRows(klass, held, terms.get(held.term_id) if held and held.term_id else None, seen))
    work.saw(*(row.pupil.id for each in found for row in each.rows))
    return found


def _row(pupil: Person, who: Standing, plan: Plan | None, facts: Facts | None, missing: dict[UUID, list[Missing]]) -> PupilRow:
    """Make a pupil's row; administrators see it as the school's staff do."""
    steps = stairs(facts, who if who.staff else replace(who, roles=who.roles | {Role.observer}), local_day(now()))
    if plan is None or facts is None:
        return PupilRow(pupil, who, None, steps)
    waits = any(not one.done for one in facts.asked(Party.pupil, Party.teachers))
    return PupilRow(pupil, who, plan, steps, missing.get(plan.id, []), plan.phase is Phase.draft and not waits)
