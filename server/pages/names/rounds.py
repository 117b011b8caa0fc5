"""What the steps of the staircase, their states, and those who prepare are called."""

from __future__ import annotations

from server.errors import _
from server.preparations.models import Party
from server.rounds.models import Awaited, Step, StepState

STEP = {
    Step.material: _("Material"),
    Step.prepare_school: _("Prepare at school"),
    Step.prepare_home: _("Prepare at home"),
    Step.book: _("Book the talk"),
    Step.talk: _("The talk"),
    Step.use: _("Use the plan"),
    Step.evaluate: _("Evaluate"),
}
STATE = {
    StepState.not_started: _("Not begun"),
    StepState.your_turn: _("Your turn"),
    StepState.in_progress: _("Ongoing"),
    StepState.waiting: _("Waiting"),
    StepState.done: _("Done"),
    StepState.overdue: _("Late"),
    StepState.skipped: _("Passed over"),
}
STATE_CLASS = {
    StepState.not_started: "",
    StepState.your_turn: "turn",
    StepState.in_progress: "now",
    StepState.waiting: "",
    StepState.done: "done",
    StepState.overdue: "late",
    StepState.skipped: "",
}
"""The style of a state; the shape and the word say it too."""
STEP_BY = {
    Step.material: _("the mentor hands it out"),
    Step.prepare_school: _("the pupil and the teachers"),
    Step.prepare_home: _("the home, with the pupil"),
    Step.book: _("the mentor and the home"),
    Step.talk: _("pupil, home and school together"),
    Step.use: _("everybody, every week"),
    Step.evaluate: _("pupil, home and mentor"),
}
"""Who does what in a step."""
AWAITED = {
    Awaited.pupil: _("the pupil"),
    Awaited.teachers: _("teachers"),
    Awaited.home: _("the home"),
    Awaited.mentor: _("the mentor"),
    Awaited.school: _("the school"),
}
PARTY = {
    Party.pupil: _("the pupil"),
    Party.teachers: _("teachers"),
    Party.home: _("the home"),
}
