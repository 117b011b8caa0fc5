"""What the steps of the staircase, their states, and those who prepare are called."""

from __future__ import annotations

from server.errors import _
from server.preparations.models import Party
from server.rounds.models import Step, StepState
from server.texts.models import From, Reader

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
PARTY = {
    Party.pupil: _("the pupil"),
    Party.teachers: _("teachers"),
    Party.home: _("the home"),
}
READER = {
    Reader.pupil: _("The pupil"),
    Reader.home: _("The home"),
    Reader.other_home: _("The pupil's other home"),
    Reader.teachers: _("Teachers"),
}
FROM = {
    From.prepare_school: _("From the beginning"),
    From.prepare_home: _("When it is shown to the home"),
    From.talk: _("When the talk begins"),
    From.use: _("When the plan is agreed"),
    From.never: _("Never"),
}
