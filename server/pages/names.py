"""What a state, a role or a kind is called, as sentences of the catalogue."""

from __future__ import annotations

from server.errors import Code, _, _n
from server.goals.models import Status
from server.people.models import RelationKind
from server.people.policy import Role
from server.plans.models import Phase
from server.schools.models import ImportState
from server.schools.roster.reasons import REASON, Reason
from server.texts.models import TextKind

BAD_ROW = {str(one): REASON[one] for one in Reason}
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
    (Phase.talk, Phase.agreed): _("Lock the plan as agreed"),
    (Phase.agreed, Phase.in_use): _("Begin using the plan"),
    (Phase.agreed, Phase.talk): _("Reopen the plan"),
    (Phase.in_use, Phase.talk): _("Reopen the plan"),
}
ROLE = {
    Role.pupil: _("Pupil"),
    Role.guardian: _("Guardian"),
    Role.contact: _("Contact adult"),
    Role.mentor: _("Mentor"),
    Role.teacher: _("Teacher"),
    Role.observer: _("Special educator"),
    Role.principal: _("Principal"),
    Role.admin: _("School administrator"),
}
RELATION = {
    RelationKind.pupil_in: _("Pupil"),
    RelationKind.guardian_of: _("Guardian"),
    RelationKind.contact_for: _("Contact adult"),
    RelationKind.mentor_of: _("Mentor"),
    RelationKind.teacher_in: _("Teacher"),
    RelationKind.observer_in: _("Special educator"),
    RelationKind.principal_of: _("Principal"),
    RelationKind.admin_of: _("School administrator"),
    RelationKind.sees_protected: _("May see protected identity"),
}
TEXT = {
    TextKind.self_assessment: _("Where am I now?"),
    TextKind.home_preparation: _("How do we see it at home?"),
    TextKind.assessment: _("Assessment: {subject}"),
    TextKind.talk_notes: _("Notes from the talk"),
    TextKind.agreement: _("Agreement"),
    TextKind.staff_notes: _("The school's own notes"),
}
TEXT_BY = {
    TextKind.self_assessment: _("written by the pupil"),
    TextKind.home_preparation: _("written at home"),
    TextKind.assessment: _("written by the teacher"),
    TextKind.talk_notes: _("written by everyone during the talk"),
    TextKind.agreement: _("written by pupil, home and mentor during the talk"),
    TextKind.staff_notes: _("seen by staff only"),
}
TEXT_HINT = {
    TextKind.self_assessment: _("What goes well? What is hard? What do you want to get better at?"),
    TextKind.home_preparation: _("What do you see at home? What do you want to talk about?"),
    TextKind.assessment: _("A few sentences are enough: where the pupil is, and the next step."),
    TextKind.talk_notes: _("Short notes are enough. Support measures and health do not belong here."),
    TextKind.agreement: _("What have we agreed on? Support measures and health do not belong here."),
    TextKind.staff_notes: _("Support measures and health do not belong here: link to where they are kept."),
}
NOTICE = {
    "plan_moved": _n("The plan has moved on", "The plan has moved on, {n} times"),
    "goal_proposed": _n("A new goal is proposed", "{n} new goals are proposed"),
    "goal_reworded": _n("A goal is reworded", "Goals are reworded, {n} times"),
    "goal_moved": _n("A goal has a new status", "Goals have new statuses, {n} times"),
    "goal_checked_in": _n("A new check-in on a goal", "{n} new check-ins on goals"),
    "comment_written": _n("A new comment", "{n} new comments"),
}
REFUSED = {
    Code.form: _("Something in the form is not right. Nothing was changed."),
    Code.unknown: _("There is no such page, or it is not for you."),
    Code.forbidden: _("You may see this, but not change it. Nothing was changed."),
    Code.locked: _("The plan is locked, so this text can no longer be changed."),
    Code.not_joined: _("This page has lost its place. It joins again by itself."),
    Code.epoch: _("This text has started afresh since you opened it."),
    Code.gap: _("Something is missing between your page and the school. It is sent again."),
    Code.schema: _("This holds something that a text here cannot hold. It was not kept."),
    Code.too_large: _("This is too much at once. Nothing was changed."),
    Code.full: _("This text is full. Nothing more fits into it."),
    Code.slow_down: _("That was too fast. Wait a little and try again."),
    Code.unavailable: _("The school's server does not answer right now. Your words are kept; try again in a moment."),
    Code.sign_in: _("You are signed out. Sign in again: your words are kept on this device."),
    Code.origin: _("This came from another site and was refused."),
}
ENDED = _("The school has changed who may see it. If that is wrong, ask the school.")
FIELD = {
    "title": _("Goal"),
    "why": _("Why"),
    "due": _("By when"),
    "words": _("Words"),
    "reason": _("Reason"),
    "responsible_id": _("Responsible"),
    "user_name": _("User name"),
    "password": _("Password"),
}
IMPORT = {
    ImportState.reading: _("The roster is being read"),
    ImportState.refused: _("The roster cannot be used as it is"),
    ImportState.ready: _("Ready to be applied"),
    ImportState.applying: _("The roster is being applied"),
    ImportState.applied: _("The roster is applied"),
    ImportState.broken: _("The import broke off"),
    ImportState.dropped: _("Dropped"),
}
IMPORT_STEP = {
    "": _("It begins."),
    "reading": _("Reading the rows."),
    "checking": _("Checking what refers to what."),
    "comparing": _("Comparing with what is here."),
    "writing": _("Writing the changes."),
}
IMPORT_LIST = {
    "comes": _("New people"),
    "goes": _("People who leave"),
    "moves": _("Pupils who change class"),
    "changes": _("People whose details change"),
    "ends": _("Relations that end"),
    "kept": _("Ended by hand here, and left ended"),
    "classes": _("Classes and groups"),
}
CHANGE = {"new": _("new"), "changed": _("changed"), "ended": _("ended")}
