"""One step of the staircase, and who looks at it: what every step is made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.people.policy import Role
from server.plans.models import Phase
from server.rounds.models import Awaited, Step, StepState

if TYPE_CHECKING:
    from datetime import date, datetime

    from server.people.policy import Standing
    from server.rounds.happened import Facts, Part


@dataclass(frozen=True)
class Stair:
    """One step for one reader: its state, whom it waits for, until when, and whether the reader is the one to act.

    `own` says whether the reader has a part of their own in it, asked for or not.
    """

    step: Step
    state: StepState
    waits_for: tuple[Awaited, ...] = ()
    until: date | None = None
    mine: bool = False
    own: bool = False
    when: tuple[datetime, ...] = ()
    """When the talks are that are booked, as far as the reader knows of them."""

    @property
    def number(self) -> int:
        """Which step it is, from one."""
        return list(Step).index(self.step) + 1


@dataclass(frozen=True)
class Look:
    """Who looks, when, at which facts."""

    facts: Facts
    who: Standing
    today: date

    @property
    def is_home_ready(self) -> bool:
        """Whether it is shown to the home, and those whom the reader knows of are ready."""
        return self.facts.phase is Phase.shared and not undone(self.facts.asked_of_home(self.who))

    def stair(self, step: Step, state: StepState, *waits_for: Awaited) -> Stair:
        """Make a step that is under way, late when its last day is over.

        Late is said to whoever is to act, and to staff: others can do nothing about it.
        """
        mine = state is StepState.your_turn
        is_late = (mine or self.who.staff) and self.facts.is_past(step, self.today)
        return Stair(step, StepState.overdue if is_late else state, waits_for, self.facts.until.get(step), mine)

    def ahead(self, step: Step) -> Stair:
        """Make a step that is not begun."""
        return Stair(step, StepState.not_started, until=self.facts.until.get(step))

    def mentors(self, step: Step) -> Stair:
        """Make a step that is for the mentor to take: everybody else waits."""
        if self.who.is_any(Role.mentor):
            return self.stair(step, StepState.your_turn)
        return self.stair(step, StepState.waiting, Awaited.mentor)

    def parties(self, step: Step, missing: list[Part]) -> Stair:
        """Make a step that waits for preparations: somebody's own turn, else ongoing once one of them is begun."""
        if any(one.is_of(self.who) for one in missing):
            return self.stair(step, StepState.your_turn)
        state = StepState.in_progress if any(one.begun for one in missing) else StepState.waiting
        return self.stair(step, state, *dict.fromkeys(Awaited(one.party) for one in missing))


def undone(parts: list[Part]) -> list[Part]:
    """Give the preparations that are still waited for."""
    return [one for one in parts if not one.done]
