"""What a state, a role or a kind is called, as sentences of the catalogue."""

from __future__ import annotations

from server.access import Place
from server.errors import Code, _, _n
from server.goals.models import Status
from server.notices.models import Mail
from server.organisation.models import Way
from server.people.models import Letters, RelationKind, Shown
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
NEXT = {
    Phase.draft: _("Next: preparing at home"),
    Phase.shared: _("Next: the talk"),
    Phase.talk: _("Next: the plan is agreed on"),
    Phase.agreed: _("Next: the plan is put to use"),
    Phase.in_use: _("Next: we look back on the plan"),
    Phase.evaluated: _("Next: a new plan begins"),
    Phase.archived: _("This plan is over."),
}
PHASE_SYMBOL = {
    Phase.draft: "waiting",
    Phase.shared: "in_progress",
    Phase.talk: "in_progress",
    Phase.agreed: "done",
    Phase.in_use: "in_progress",
    Phase.evaluated: "done",
    Phase.archived: "done",
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
    RelationKind.let_in_by: _("Let in by the pupil"),
}
RELATIONS = {
    RelationKind.pupil_in: _("Pupils"),
    RelationKind.teacher_in: _("Teachers"),
    RelationKind.observer_in: _("Special educators"),
    RelationKind.principal_of: _("Principals"),
    RelationKind.admin_of: _("School administrators"),
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
    "access_granted": _n("Somebody has been given access", "Access has been given, {n} times"),
    "access_ended": _n("Somebody's access has ended", "Access has ended, {n} times"),
}
LOG = {
    "plan_opened": _("Read the plan"),
    "version_opened": _("Read the locked version {number}"),
    "handed_over_opened": _("Read what was handed over: version {number}"),
    "pupil_opened": _("Read the page: {page}"),
    "protected_seen": _("Saw the pupil's name, as one who is granted"),
    "text_written": _("Wrote in: {text}"),
    "plan_moved": _("Took the plan on: {phase}"),
    "goal_proposed": _("Proposed a goal"),
    "goal_reworded": _("Reworded a goal"),
    "goal_moved": _("Changed a goal's status"),
    "goal_checked_in": _("Wrote a check-in on a goal"),
    "comment_written": _("Wrote a comment"),
    "comment_reworded": _("Reworded a comment"),
    "comment_taken_back": _("Took a comment back"),
    "thread_resolved": _("Settled a thread"),
    "thread_reopened": _("Took a thread up again"),
    "relation_begun": _("Access began: {person}, {relation}"),
    "relation_ended": _("Access ended: {person}, {relation}"),
    "relation_dated": _("Set the dates of access: {person}, {relation}"),
    "household_changed": _("Moved to another household: {person}"),
    "came_of_age": _("The pupil came of age: the home's access ended"),
    "protection_changed": _("Changed the protection of the identity"),
}
LOG_PREPARED = _("Worked on the preparation")
LOG_OTHER = _("Changed something")
PLACE = {
    Place.relations: _("Relations"),
    Place.protection: _("Protected identity"),
    Place.why: _("Why can somebody see?"),
    Place.access: _("Who has access"),
    Place.log: _("Access log"),
}
NOTICE_GROUP = {
    "goals": (_("Goals"), _("A goal is proposed, reworded, checked in on, or has a new status.")),
    "comments": (_("Comments"), _("Somebody writes a comment.")),
    "plan": (_("The plan"), _("The plan is shown to the home, the talk begins, the plan is locked or reopened.")),
    "access": (_("Access"), _("Somebody is given access to the plan, or loses it.")),
}
MAIL = {
    Mail.nightly: _("Once a night"),
    Mail.at_once: _("At once"),
    Mail.never: _("Never"),
}
DETAIL = {
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "second_phone": _("Another telephone"),
    "address": _("Address"),
}
SHOWN = {
    Shown.staff: _("Only the staff of the school"),
    Shown.classes: _("Also my classes"),
}
LETTERS = {
    Letters.usual: _("As usual"),
    Letters.large: _("Large"),
    Letters.larger: _("Very large"),
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
    "picture": _("Picture"),
    "about": _("About me"),
    "speaks": _("Languages I speak"),
    "interpreter": _("Language of an interpreter"),
    "phone": _("Telephone"),
    "second_phone": _("Another telephone"),
    "address": _("Address"),
    "begins": _("From"),
    "ends": _("Until"),
    "person": _("Person"),
    "kind": _("Relation"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "email": _("E-mail"),
    "since": _("First day"),
    "until": _("Last day"),
    "household": _("Household"),
    "subject": _("Subject"),
    "name": _("Name"),
    "first_day": _("First day"),
    "last_day": _("Last day"),
    "year": _("School year"),
    "term": _("Term"),
    "class_name": _("New name"),
}
MOVES_WITH_MERGE = {
    "account": _n("{n} account to sign in with", "{n} accounts to sign in with"),
    "relation": _n("{n} relation", "{n} relations"),
    "ended": _n(
        "{n} relation that the one who is kept has already: it ends", "{n} relations that the one who is kept has already: they end"
    ),
    "plan": _n("{n} plan", "{n} plans"),
    "goal": _n("{n} goal", "{n} goals"),
    "check_in": _n("{n} check-in", "{n} check-ins"),
    "thread": _n("{n} conversation", "{n} conversations"),
    "comment": _n("{n} comment", "{n} comments"),
    "notice": _n("{n} notice", "{n} notices"),
    "text_update": _n("{n} piece of writing", "{n} pieces of writing"),
    "version": _n("{n} locked version", "{n} locked versions"),
}
"""What a merge moves, by table; what is not named here is counted together."""
MOVES_OTHERWISE = _n("{n} thing more", "{n} things more")
WAY = {Way.up: _("Moves up"), Way.stays: _("Stays as it is"), Way.leaves: _("Leaves the school")}
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
