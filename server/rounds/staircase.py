"""The staircase: where each step of a pupil's round stands, for the one who looks. Derived from what has happened; set by nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from server.people.policy import Role
from server.plans.models import Phase
from server.plans.policy import ORDER
from server.preparations.models import Party
from server.rounds.models import Step, StepState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from server.people.policy import Standing


@dataclass(frozen=True)
class Part:
    """One party's preparation: whether it was asked for, begun, and done with (handed in, or no longer waited for)."""

    party: Party
    household_id: UUID | None = None
    subject: str = ""
    asked: bool = True
    begun: bool = False
    done: bool = False

    def is_of(self, who: Standing) -> bool:
        """Whether it is somebody's own to make."""
        match self.party:
            case Party.pupil:
                return who.is_any(Role.pupil)
            case Party.teachers:
                return who.is_any(Role.teacher) and self.subject in who.subjects
            case Party.home:
                return who.is_any(Role.guardian, Role.contact) and self.household_id in who.households


@dataclass(frozen=True)
class Facts:
    """What has happened in one pupil's round: the plan's phase, what was prepared, until when each step was to be done."""

    phase: Phase
    parts: tuple[Part, ...] = ()
    until: Mapping[Step, date] = field(default_factory=dict)
    talk_only: bool = False

    def reached(self, phase: Phase) -> bool:
        """Whether the plan has come as far as a phase."""
        return ORDER.index(self.phase) >= ORDER.index(phase)

    def asked(self, *parties: Party) -> list[Part]:
        """Give the preparations that some parties are asked for."""
        return [one for one in self.parts if one.asked and one.party in parties]


@dataclass(frozen=True)
class Stair:
    """One step for one reader: its state, whom it waits for, until when, and whether the reader is the one to act."""

    step: Step
    state: StepState
    waits_for: tuple[Party, ...] = ()
    until: date | None = None
    mine: bool = False


def stairs(facts: Facts | None, who: Standing, today: date) -> list[Stair]:
    """Give the seven steps for somebody; `facts` is none for a pupil who has no material yet."""
    return [_MADE_BY[step](facts, who, today) if facts else Stair(step, StepState.not_started) for step in Step]


def current(found: list[Stair]) -> Stair:
    """Give the step to look at first: one's own turn, else the first that is under way or late, else the first not begun."""
    order = (StepState.overdue, StepState.waiting, StepState.in_progress, StepState.not_started)
    mine = next((one for one in found if one.mine), None)
    return mine or next((one for state in order for one in found if one.state is state), found[-1])


def _stair(step: Step, state: StepState, facts: Facts, today: date, waits_for: tuple[Party, ...] = ()) -> Stair:
    """Make a step that is under way: late when its last day is over."""
    until, mine = facts.until.get(step), state is StepState.your_turn
    late = until is not None and until < today and state in {StepState.your_turn, StepState.waiting, StepState.in_progress}
    return Stair(step, StepState.overdue if late else state, waits_for, until, mine)


def _over(facts: Facts, phase: Phase) -> StepState | None:
    """Say that a step is done with once the plan has come further."""
    return StepState.done if facts.reached(phase) else None


def _material(facts: Facts, _who: Standing, _today: date) -> Stair:
    """Whoever has a plan has been handed the material."""
    return Stair(Step.material, StepState.done, until=facts.until.get(Step.material))


def _prepare_school(facts: Facts, who: Standing, today: date) -> Stair:
    """Pupil and teachers prepare; then it is the mentor's turn to show it to the home."""
    step, asked = Step.prepare_school, facts.asked(Party.pupil, Party.teachers)
    if facts.reached(Phase.shared):
        return Stair(step, StepState.done if asked else StepState.skipped)
    missing = [one for one in asked if not one.done]
    if any(one.is_of(who) for one in missing):
        return _stair(step, StepState.your_turn, facts, today)
    if not missing:
        return _stair(step, StepState.your_turn if who.is_any(Role.mentor) else StepState.in_progress, facts, today)
    if who.staff or who.is_any(Role.pupil):
        return _stair(step, StepState.waiting, facts, today, tuple(dict.fromkeys(one.party for one in missing)))
    return Stair(step, StepState.in_progress)  # a home sees that the school prepares, and no more


def _prepare_home(facts: Facts, who: Standing, today: date) -> Stair:
    """Each household that is asked says that it is ready; none sees how far another has come."""
    step, asked = Step.prepare_home, facts.asked(Party.home)
    if who.home and not who.staff and not who.is_any(Role.pupil):
        asked = [one for one in asked if one.is_of(who)]
    missing = [one for one in asked if not one.done]
    if not asked:
        return Stair(step, StepState.skipped)
    if not facts.reached(Phase.shared):
        return Stair(step, StepState.not_started, until=facts.until.get(step))
    if not missing:
        return Stair(step, StepState.done)
    if facts.reached(Phase.talk):
        return Stair(step, StepState.skipped)
    if any(one.is_of(who) for one in missing):
        return _stair(step, StepState.your_turn, facts, today)
    return _stair(step, StepState.waiting, facts, today, (Party.home,))


def _book(facts: Facts, _who: Standing, _today: date) -> Stair:
    """Until times can be booked here they are agreed on in another way: the step is passed over when the talk begins."""
    state = StepState.skipped if facts.reached(Phase.talk) else StepState.not_started
    return Stair(Step.book, state, until=facts.until.get(Step.book))


def _talk(facts: Facts, who: Standing, today: date) -> Stair:
    """The mentor begins the talk when all are ready; while it goes on everybody is called to it."""
    step = Step.talk
    if over := _over(facts, Phase.agreed):
        return Stair(step, over)
    if facts.phase is Phase.talk:
        called = who.home or who.is_any(Role.mentor)
        return _stair(step, StepState.your_turn if called else StepState.in_progress, facts, today)
    is_ready = facts.phase is Phase.shared and all(one.done for one in facts.asked(Party.home))
    if is_ready:
        return _stair(step, StepState.your_turn if who.is_any(Role.mentor) else StepState.waiting, facts, today)
    return Stair(step, StepState.not_started, until=facts.until.get(step))


def _use(facts: Facts, who: Standing, today: date) -> Stair:
    """The plan is put to use by the mentor, and is then in use until it is evaluated."""
    step = Step.use
    if facts.talk_only:
        return Stair(step, StepState.skipped)
    if facts.phase is Phase.agreed:
        return _stair(step, StepState.your_turn if who.is_any(Role.mentor) else StepState.waiting, facts, today)
    if facts.phase is Phase.in_use:
        return _stair(step, StepState.in_progress, facts, today)
    return Stair(step, _over(facts, Phase.evaluated) or StepState.not_started)


def _evaluate(facts: Facts, _who: Standing, _today: date) -> Stair:
    """Plans are looked back on before the next round."""
    if facts.talk_only:
        return Stair(Step.evaluate, StepState.skipped)
    return Stair(Step.evaluate, _over(facts, Phase.evaluated) or StepState.not_started)


_MADE_BY = {
    Step.material: _material,
    Step.prepare_school: _prepare_school,
    Step.prepare_home: _prepare_home,
    Step.book: _book,
    Step.talk: _talk,
    Step.use: _use,
    Step.evaluate: _evaluate,
}
