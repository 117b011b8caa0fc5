"""What a state, a role and a text of a plan are called."""

from __future__ import annotations

from server.errors import _
from server.goals.models import Status
from server.people.policy import Role
from server.plans.models import Phase
from server.texts.models import Reader, TextKind

STATUS = {
    Status.proposed: _("Proposed"),
    Status.ongoing: _("Ongoing"),
    Status.done: _("Done"),
    Status.fulfilled: _("Fulfilled"),
    Status.cancelled: _("Cancelled"),
    Status.carried_over: _("Carried over"),
}
STATUS_ACT = {
    Status.proposed: _("Propose again"),
    Status.ongoing: _("Make ongoing"),
    Status.done: _("Mark as done"),
    Status.fulfilled: _("Confirm as fulfilled"),
    Status.cancelled: _("Cancel the goal"),
    Status.carried_over: _("Carry over to the next plan"),
}
READ_BACK = {
    Reader.pupil: _("So does the pupil."),
    Reader.other_home: _("So does the other home."),
    Reader.teachers: _("So do the teachers."),
}
"""Who else reads what a home says when looking back."""
OUTCOME_ACT = {
    Status.fulfilled: _("Fulfilled"),
    Status.carried_over: _("Carry over to the next plan"),
    Status.cancelled: _("Cancel the goal"),
    Status.ongoing: _("Undo"),
}
"""What may become of a goal when the plan is looked back on, and taking that back."""
PHASE = {
    Phase.draft: _("The school is preparing"),
    Phase.shared: _("Preparing at home"),
    Phase.talk: _("The talk is going on"),
    Phase.agreed: _("Agreed and locked"),
    Phase.in_use: _("The plan is in use"),
    Phase.evaluated: _("Evaluated"),
    Phase.archived: _("Archived"),
}
PHASE_ACT = {
    (Phase.draft, Phase.shared): _("Show to the home"),
    (Phase.shared, Phase.draft): _("Take back from the home"),
    (Phase.shared, Phase.talk): _("Begin the talk"),
    (Phase.talk, Phase.shared): _("Go back to preparing"),
    (Phase.talk, Phase.agreed): _("The talk has been held"),
    (Phase.agreed, Phase.in_use): _("Begin using the plan"),
    (Phase.agreed, Phase.talk): _("Reopen the plan"),
    (Phase.in_use, Phase.talk): _("Reopen the plan"),
    (Phase.evaluated, Phase.in_use): _("Go back to using the plan"),
}
PHASE_WAS = {
    (Phase.draft, Phase.shared): _("Shown to the home"),
    (Phase.shared, Phase.draft): _("Taken back from the home"),
    (Phase.shared, Phase.talk): _("The talk began"),
    (Phase.talk, Phase.shared): _("Back to preparing"),
    (Phase.talk, Phase.agreed): _("Locked as agreed"),
    (Phase.agreed, Phase.in_use): _("Put to use"),
    (Phase.agreed, Phase.talk): _("Opened again"),
    (Phase.in_use, Phase.talk): _("Opened again"),
    (Phase.evaluated, Phase.in_use): _("Put to use again"),
}
ROLE = {
    Role.pupil: _("Pupil"),
    Role.guardian: _("Guardian"),
    Role.contact: _("Contact adult"),
    Role.mentor: _("Mentor"),
    Role.teacher: _("Teacher"),
    Role.observer: _("Special educator"),
    Role.principal: _("Principal"),
    Role.admin: _("Administrator"),
}
TEXT = {
    TextKind.self_assessment: _("Where am I now?"),
    TextKind.home_preparation: _("How do we see it at home?"),
    TextKind.assessment: _("Assessment: {subject}"),
    TextKind.school: _("How the school sees it"),
    TextKind.talk_notes: _("Notes from the talk"),
    TextKind.agreement: _("Agreement"),
    TextKind.staff_notes: _("The school's own notes"),
}
TEXT_BY = {
    TextKind.self_assessment: _("written by the pupil"),
    TextKind.home_preparation: _("written at home"),
    TextKind.assessment: _("written by the teacher"),
    TextKind.school: _("written by mentor and teachers"),
    TextKind.talk_notes: _("written by everyone during the talk"),
    TextKind.agreement: _("written by pupil, home and mentor during the talk"),
    TextKind.staff_notes: _("seen by staff only"),
}
HINT_ALWAYS = frozenset({TextKind.school, TextKind.talk_notes, TextKind.agreement, TextKind.staff_notes})
"""Where the hint says what the law keeps out of the plan: also beside a template's own question, which itself says what to write."""
TEXT_HINT = {
    TextKind.self_assessment: _("What goes well? What is hard? What do you want to get better at?"),
    TextKind.home_preparation: _("What do you see at home? What do you want to talk about?"),
    TextKind.assessment: _("A few sentences are enough: where the pupil is, and the next step."),
    TextKind.school: _("Support measures and health do not belong here: link to where they are kept."),
    TextKind.talk_notes: _("Short notes are enough. Support measures and health do not belong here."),
    TextKind.agreement: _("What have we agreed on? Support measures and health do not belong here."),
    TextKind.staff_notes: _("Support measures and health do not belong here: link to where they are kept."),
}
