"""The staircase: where each step of a pupil's round stands, for the one who looks. Derived from what has happened; set by nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from server.people.policy import Role
from server.plans.models import Phase
from server.preparations.models import Party
from server.rounds.happened import Facts, Part
from server.rounds.models import Awaited, Step, StepState

if TYPE_CHECKING:
    from datetime import date

    from server.people.policy import Standing

__all__ = ["Facts", "Part", "Stair", "current", "stairs"]


_PREPARE = {Step.prepare_school: (Party.pupil, Party.teachers), Step.prepare_home: (Party.home,)}


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

    @property
    def number(self) -> int:
        """Which step it is, from one."""
        return list(Step).index(self.step) + 1


def stairs(facts: Facts | None, who: Standing, today: date) -> list[Stair]:
    """Give the seven steps for somebody; `facts` is none for a pupil who has no material yet."""
    if facts is None:
        return [Stair(step, StepState.not_started) for step in Step]
    look = _Look(facts, who, today)
    return [replace(_MADE_BY[step](look), own=_has_part(facts, who, step)) for step in Step]


def _has_part(facts: Facts, who: Standing, step: Step) -> bool:
    """Whether somebody prepares anything in a step."""
    return any(one.party in _PREPARE.get(step, ()) and one.is_of(who) for one in facts.parts)


def current(found: list[Stair]) -> Stair:
    """Give the step to look at first: one's own turn, else what is late or under way, else the first not begun, else the last done."""
    order = (StepState.overdue, StepState.waiting, StepState.in_progress, StepState.not_started)
    mine = next((one for one in found if one.mine), None)
    ahead = mine or next((one for state in order for one in found if one.state is state), None)
    return ahead or next(one for one in reversed(found) if one.state is StepState.done)


@dataclass(frozen=True)
class _Look:
    """Who looks, when, at which facts."""

    facts: Facts
    who: Standing
    today: date

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


def _over(step: Step, parts: list[Part]) -> Stair:
    """Make a step that is over: done, or passed over where nobody had anything to do in it."""
    return Stair(step, StepState.done if parts else StepState.skipped)


def _undone(parts: list[Part]) -> list[Part]:
    """Give the preparations that are still waited for."""
    return [one for one in parts if not one.done]


def _material(_look: _Look) -> Stair:
    """Whoever has a plan has been handed the material."""
    return Stair(Step.material, StepState.done)


def _prepare_school(look: _Look) -> Stair:
    """Pupil and teachers prepare. Staff see how far they are; pupil and home, until it is shown, that the school prepares and no more."""
    step, asked = Step.prepare_school, look.facts.asked(*_PREPARE[Step.prepare_school])
    missing = _undone(asked)
    if look.facts.reached(Phase.shared) or (look.who.staff and not missing):
        return _over(step, asked)
    if look.who.staff or any(one.is_of(look.who) for one in missing):
        return look.parties(step, missing)
    return Stair(step, StepState.waiting, (Awaited.school,))


def _prepare_home(look: _Look) -> Stair:
    """The mentor shows what the school has prepared; then each household that is asked says that it is ready."""
    step, asked = Step.prepare_home, look.facts.asked_of_home(look.who)
    if not look.facts.reached(Phase.shared):
        is_next = look.who.staff and not _undone(look.facts.asked(*_PREPARE[Step.prepare_school]))
        return look.mentors(step) if is_next else look.ahead(step)
    missing = _undone(asked)
    if look.facts.reached(Phase.talk):
        return _over(step, [one for one in asked if one.done])
    return look.parties(step, missing) if missing else _over(step, asked)


def _book(look: _Look) -> Stair:
    """Until times can be booked here they are agreed on in another way: the step is passed over when the talk begins."""
    return Stair(Step.book, StepState.skipped) if look.facts.reached(Phase.talk) else look.ahead(Step.book)


def _talk(look: _Look) -> Stair:
    """The mentor begins the talk when all are ready, and ends it; while it goes on pupil and home are called to it."""
    step = Step.talk
    if look.facts.reached(Phase.agreed):
        return Stair(step, StepState.done)
    if look.facts.proposed:
        return _confirm(look)
    if look.facts.phase is Phase.talk:
        if look.who.home and not look.who.staff:
            return Stair(step, StepState.your_turn, mine=True)
        return look.stair(step, StepState.your_turn if look.who.home or look.who.is_any(Role.mentor) else StepState.in_progress)
    if look.facts.phase is Phase.shared and not _undone(look.facts.asked_of_home(look.who)):
        return look.mentors(step)
    return look.ahead(step)


def _confirm(look: _Look) -> Stair:
    """Pupil and homes confirm what is proposed, then the mentor locks it. Who has answered is for the school to know, and no home's."""
    step, missing = Step.talk, [one for one in look.facts.asked_to_confirm if not one.answered]
    if any(one.person_id == look.who.person_id for one in missing):
        return Stair(step, StepState.your_turn, mine=True)  # the talk has been held: an answer some days later is not late
    if missing and look.who.staff:
        return look.stair(step, StepState.waiting, *dict.fromkeys(Awaited(one.party) for one in missing))
    return look.mentors(step)


def _use(look: _Look) -> Stair:
    """The plan is put to use by the mentor, and is then in use until it is evaluated."""
    step = Step.use
    if look.facts.talk_only:
        return Stair(step, StepState.skipped)
    if look.facts.phase is Phase.agreed:
        return look.mentors(step)
    if look.facts.phase is Phase.in_use:
        return Stair(step, StepState.in_progress)
    return Stair(step, StepState.done if look.facts.reached(Phase.evaluated) else StepState.not_started)


def _evaluate(look: _Look) -> Stair:
    """Plans are looked back on before the next round."""
    if look.facts.talk_only:
        return Stair(Step.evaluate, StepState.skipped)
    return Stair(Step.evaluate, StepState.done if look.facts.reached(Phase.evaluated) else StepState.not_started)


_MADE_BY = {
    Step.material: _material,
    Step.prepare_school: _prepare_school,
    Step.prepare_home: _prepare_home,
    Step.book: _book,
    Step.talk: _talk,
    Step.use: _use,
    Step.evaluate: _evaluate,
}
