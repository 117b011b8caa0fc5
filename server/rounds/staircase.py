"""The staircase: where each step of a pupil's round stands, for the one who looks. Derived from what has happened; set by nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from server.i18n import at_school
from server.people.policy import Role
from server.plans.models import Phase
from server.preparations.models import Party
from server.rounds.happened import Facts, Part, Talks, Times
from server.rounds.looking import Look, Stair, undone
from server.rounds.models import Awaited, Step, StepState

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from server.people.policy import Standing

__all__ = ["Facts", "Part", "Stair", "Talks", "Times", "current", "stairs"]

_PREPARE = {Step.prepare_school: (Party.pupil, Party.teachers), Step.prepare_home: (Party.home,)}


def stairs(facts: Facts | None, who: Standing, today: date) -> list[Stair]:
    """Give the seven steps for somebody; `facts` is none for a pupil who has no material yet."""
    if facts is None:
        return [Stair(step, StepState.not_started) for step in Step]
    look = Look(facts, who, today)
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


def _over(step: Step, parts: list[Part]) -> Stair:
    """Make a step that is over: done, or passed over where nobody had anything to do in it."""
    return Stair(step, StepState.done if parts else StepState.skipped)


def _material(_look: Look) -> Stair:
    """Whoever has a plan has been handed the material."""
    return Stair(Step.material, StepState.done)


def _prepare_school(look: Look) -> Stair:
    """Pupil and teachers prepare. Staff see how far they are; pupil and home, until it is shown, that the school prepares and no more."""
    step, asked = Step.prepare_school, look.facts.asked(*_PREPARE[Step.prepare_school])
    missing = undone(asked)
    if look.facts.reached(Phase.shared) or (look.who.staff and not missing):
        return _over(step, asked)
    if look.who.staff or any(one.is_of(look.who) for one in missing):
        return look.parties(step, missing)
    return Stair(step, StepState.waiting, (Awaited.school,))


def _prepare_home(look: Look) -> Stair:
    """The mentor shows what the school has prepared; then each household that is asked says that it is ready."""
    step, asked = Step.prepare_home, look.facts.asked_of_home(look.who)
    if not look.facts.reached(Phase.shared):
        is_next = look.who.staff and not undone(look.facts.asked(*_PREPARE[Step.prepare_school]))
        return look.mentors(step) if is_next else look.ahead(step)
    missing = undone(asked)
    if look.facts.reached(Phase.talk):
        return _over(step, [one for one in asked if one.done])
    return look.parties(step, missing) if missing else _over(step, asked)


def _book(look: Look) -> Stair:
    """The mentor offers times once the home is ready, or before; each household books, and hangs on no other. A talk may begin without.

    Where homes meet apart, the one's talk changes nothing of what the other has to book.
    """
    step, talks = Step.book, look.facts.talks
    known = talks.known_to(look.who)
    missing = [one for one in known if one not in talks.booked]
    when = tuple(sorted(talks.booked[one] for one in known if one in talks.booked))
    is_over = look.facts.reached(Phase.agreed) or (look.facts.reached(Phase.talk) and not (missing and talks.times is Times.open))
    if is_over or (known and not missing):
        return replace(Stair(step, StepState.done if when else StepState.skipped), when=when)
    if talks.times is Times.none:
        return look.mentors(step) if look.is_home_ready else look.ahead(step)
    return replace(_to_book(look, missing), when=when)


def _to_book(look: Look, missing: list[UUID | None]) -> Stair:
    """Make the step for those who have not booked: their own turn while there are times, else the mentor's to find some."""
    step, talks = Step.book, look.facts.talks
    if talks.times is Times.over or (missing == [None] and not talks.own):
        return look.mentors(step)
    if any(talks.is_of(look.who, one) for one in missing):
        return look.stair(step, StepState.your_turn)
    state = StepState.in_progress if talks.booked and look.who.staff else StepState.waiting
    return look.stair(step, state, Awaited.pupil if talks.own else Awaited.home)


def _talk(look: Look) -> Stair:
    """The mentor begins the talk when all are ready, and ends it; while it goes on pupil and home are called to it."""
    step = Step.talk
    if look.facts.reached(Phase.agreed):
        return Stair(step, StepState.done)
    if look.facts.proposed:
        return _confirm(look)
    if look.facts.phase is Phase.talk:
        if look.who.home and not look.who.staff:
            calls = look.facts.calls(look.who)
            return Stair(step, StepState.your_turn if calls else StepState.in_progress, mine=calls)
        return look.stair(step, StepState.your_turn if look.who.home or look.who.is_any(Role.mentor) else StepState.in_progress)
    return look.mentors(step) if look.is_home_ready and _is_time(look) else look.ahead(step)


def _is_time(look: Look) -> bool:
    """Whether the talk may be the next thing: on the day that is booked, or when nothing can be booked."""
    talks = look.facts.talks
    known = talks.known_to(look.who)
    if known and all(one in talks.booked for one in known):
        return min(at_school(talks.booked[one]).date() for one in known) <= look.today
    return talks.times is not Times.open


def _confirm(look: Look) -> Stair:
    """Pupil and homes confirm what is proposed, then the mentor locks it. Who has answered is for the school to know, and no home's."""
    step, missing = Step.talk, [one for one in look.facts.asked_to_confirm if not one.answered]
    if any(one.person_id == look.who.person_id for one in missing):
        return Stair(step, StepState.your_turn, mine=True)  # the talk has been held: an answer some days later is not late
    if missing and look.who.staff:
        return look.stair(step, StepState.waiting, *dict.fromkeys(Awaited(one.party) for one in missing))
    return look.mentors(step)


def _use(look: Look) -> Stair:
    """The plan is put to use by the mentor, and is then in use until it is evaluated."""
    step = Step.use
    if look.facts.talk_only:
        return Stair(step, StepState.skipped)
    if look.facts.phase is Phase.agreed:
        return look.mentors(step)
    if look.facts.phase is Phase.in_use:
        return Stair(step, StepState.in_progress)
    return Stair(step, StepState.done if look.facts.reached(Phase.evaluated) else StepState.not_started)


def _evaluate(look: Look) -> Stair:
    """Pupil, homes and mentor look back on the plan once they are asked to; whoever knows of nobody missing waits for the school."""
    step = Step.evaluate
    if look.facts.talk_only:
        return Stair(step, StepState.skipped)
    if look.facts.reached(Phase.evaluated):
        return Stair(step, StepState.done)
    if look.facts.phase is not Phase.in_use or not look.facts.looked:
        return Stair(step, StepState.not_started)
    known = look.facts.looked_known_to(look.who)
    missing = [one for one in known if not one.given]
    if any(one.is_of(look.who) for one in missing):
        return look.stair(step, StepState.your_turn)
    state = StepState.in_progress if any(one.given for one in known) and look.who.staff else StepState.waiting
    return look.stair(step, state, *(dict.fromkeys(Awaited(one.looker) for one in missing) or (Awaited.school,)))


_MADE_BY = {
    Step.material: _material,
    Step.prepare_school: _prepare_school,
    Step.prepare_home: _prepare_home,
    Step.book: _book,
    Step.talk: _talk,
    Step.use: _use,
    Step.evaluate: _evaluate,
}
