"""What a step of the staircase says of itself, in a reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.i18n import at_school
from server.pages import names
from server.rounds.models import Step, StepState

if TYPE_CHECKING:
    from server.i18n import Words
    from server.rounds.staircase import Stair

_OVER = {StepState.done, StepState.skipped}


def state_of(stair: Stair, words: Words) -> str:
    """Say where a step stands, and whom it waits for: "Waiting for the pupil and teachers"."""
    whom = words.several([words.say(names.AWAITED[one]) for one in stair.waits_for])
    if stair.when and stair.state is StepState.done:
        return words.several([f"{words.near_day(at_school(one).date())} {words.clock(one)}" for one in stair.when])
    match stair.state:
        case StepState.overdue if stair.mine:
            return words.say("Late: your turn")
        case StepState.overdue if whom:
            return words.say("Late: waiting for {whom}", whom=whom)
        case StepState.waiting if whom:
            return words.say("Waiting for {whom}", whom=whom)
        case StepState.in_progress if whom:
            return words.say("Ongoing: {whom}", whom=whom)
        case _:
            return words.say(names.STATE[stair.state])


def last_day_of(stair: Stair, words: Words) -> str:
    """Say the last day of a step, while it matters: "by 12 December"."""
    if stair.until is None or stair.state in _OVER:
        return ""
    return words.say("by %(day)s") % {"day": words.near_day(stair.until)}


def step_of(stair: Stair, words: Words) -> str:
    """Name a step by its number: "Step 3 of 7: Prepare at home"."""
    return words.say("Step {number} of {all}: {step}", number=stair.number, all=len(Step), step=words.say(names.STEP[stair.step]))


def name_of(stair: Stair, words: Words) -> str:
    """Say a step whole, for whoever hears the page: "Step 3 of 7, Prepare at home: your turn, by 12 December"."""
    state, day, step = state_of(stair, words), last_day_of(stair, words), words.say(names.STEP[stair.step])
    given = {"number": stair.number, "all": len(Step), "step": step, "state": state[:1].lower() + state[1:], "day": day}
    if day:
        return words.say("Step {number} of {all}, {step}: {state}, {day}", **given)
    return words.say("Step {number} of {all}, {step}: {state}", **given)
