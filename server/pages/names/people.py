"""What relations, details, notices and looks are called."""

from __future__ import annotations

from server.access import Place
from server.errors import _, _n
from server.notices.models import Mail
from server.notices.policy import NIGHT
from server.people.models import Letters, RelationKind, Shown

RELATION = {
    RelationKind.pupil_in: _("Pupil"),
    RelationKind.guardian_of: _("Guardian"),
    RelationKind.contact_for: _("Contact adult"),
    RelationKind.mentor_of: _("Mentor"),
    RelationKind.teacher_in: _("Teacher"),
    RelationKind.observer_in: _("Special educator"),
    RelationKind.principal_of: _("Principal"),
    RelationKind.admin_of: _("Administrator"),
    RelationKind.sees_protected: _("May see protected identity"),
    RelationKind.let_in_by: _("Let in by the pupil"),
}
RELATIONS = {
    RelationKind.pupil_in: _("Pupils"),
    RelationKind.teacher_in: _("Teachers"),
    RelationKind.observer_in: _("Special educators"),
    RelationKind.principal_of: _("Principals"),
    RelationKind.admin_of: _("Administrators"),
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
LOG = {
    "plan_opened": _("Read the plan"),
    "version_opened": _("Read the locked version {number}"),
    "handed_over_opened": _("Read what was handed over: version {number}"),
    "pupil_opened": _("Read the page: {page}"),
    "protected_seen": _("Saw the pupil's name, as one who is granted"),
    "text_written": _("Wrote in: {text}"),
    "text_restored": _("Took up an earlier wording: {text}"),
    "plan_moved": _("Took the plan on: {phase}"),
    "material_handed_out": _("Handed out the material"),
    "answered": _("Wrote in: {text}"),
    "part_handed_in": _("Handed in: {text}"),
    "part_taken_back": _("Took back: {text}"),
    "part_closed": _("Stopped waiting for: {text}"),
    "part_asked_again": _("Waits again for: {text}"),
    "reminded": _("Sent a reminder"),
    "material_taken_back": _("Took the material back"),
    "material_renewed": _("Moved the material to a newer version"),
    "steps_dated": _("Changed the steps' last days or who is asked"),
    "times_offered": _("Offered times for the talk"),
    "talk_booked": _("Booked the talk"),
    "talk_moved": _("Moved the talk"),
    "talk_cancelled": _("Cancelled the talk"),
    "talk_reminded": _("The talk was called to mind"),
    "time_freed": _("A time for the talk became free"),
    "queue_joined": _("Asked to be told of free times"),
    "queue_left": _("Asked to be told of free times no longer"),
    "agreement_proposed": _("Proposed the agreement"),
    "agreement_taken_back": _("Took the proposed agreement back"),
    "assent_given": _("Answered the proposed agreement"),
    "goal_proposed": _("Proposed a goal"),
    "goal_reworded": _("Reworded a goal"),
    "goal_moved": _("Changed a goal's status"),
    "goal_checked_in": _("Wrote a check-in on a goal"),
    "goal_due_soon": _("A goal's last day came near"),
    "goal_overdue": _("A goal's last day was over"),
    "goal_evaluated": _("Looked back on a goal"),
    "evaluation_begun": _("Asked all to look back on the plan"),
    "evaluation_taken_back": _("Took back the asking to look back on the plan"),
    "evaluation_given": _("Looked back on the plan"),
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
    "slip_printed": _("Printed a sign-in slip"),
    "talk_begun": _("Began the talk"),
    "talk_entered": _("Came into the talk: {person}"),
    "talk_left": _("Left the talk: {person}"),
    "talk_ended": _("Ended the talk"),
    "talk_pointed": _("Went on in the talk's agenda"),
    "talk_led": _("Handed on the lead of the talk: {person}"),
    "talk_arranged": _("Changed the talk's agenda"),
    "guest_invited": _("Invited to the talk: {person}"),
    "guest_came": _("Waits to be let into the talk: {person}"),
    "guest_admitted": _("Let into the talk: {person}"),
    "guest_refused": _("Did not let into the talk: {person}"),
    "guest_let": _("Changed who writes in the talk: {person}"),
    "guest_removed": _("Took out of the talk: {person}"),
    "export_asked": _("Asked for an archive of everything"),
    "export_fetched": _("Took out an archive of everything"),
    "record_taken_out": _("Handed everything over to another school"),
    "record_brought_in": _("Brought in documents of another school"),
    "hold_placed": _("Held the documents: nothing is disposed of"),
    "hold_lifted": _("Lifted the hold of the documents"),
    "documents_disposed": _("Disposed of: {text}"),
}
LOG_PREPARED = _("Worked on the preparation")
LOG_OTHER = _("Changed something")
PLACE = {
    Place.page: _("The pupil's page"),
    Place.person: _("Contact details"),
    Place.relations: _("Relations"),
    Place.protection: _("Protected identity"),
    Place.why: _("Why can somebody see?"),
    Place.access: _("Who has access"),
    Place.log: _("Access log"),
    Place.exports: _("Take everything out"),
    Place.hold: _("Hold the documents"),
}
NOTICE = {
    "plan_moved": _n("The plan has moved on", "The plan has moved on, {n} times"),
    "material_handed_out": _n("The school is preparing the talk", "The school is preparing the talk"),
    "part_handed_in": _n("A part has been handed in", "{n} parts have been handed in"),
    "reminded": _n("A reminder: prepare for the talk", "A reminder: prepare for the talks of {n} pupils"),
    "goal_proposed": _n("A new goal is proposed", "{n} new goals are proposed"),
    "goal_reworded": _n("A goal is reworded", "Goals are reworded, {n} times"),
    "goal_moved": _n("A goal has a new status", "Goals have new statuses, {n} times"),
    "goal_checked_in": _n("A new check-in on a goal", "{n} new check-ins on goals"),
    "goal_due_soon": _n("A goal is due soon", "{n} goals are due soon"),
    "goal_overdue": _n("A goal is overdue", "{n} goals are overdue"),
    "goal_evaluated": _n("A goal is evaluated", "{n} goals are evaluated"),
    "evaluation_begun": _n("You are asked to look back on the plan", "You are asked to look back on the plan"),
    "comment_written": _n("A new comment", "{n} new comments"),
    "times_offered": _n("You can book a time for the talk", "You can book a time for the talk"),
    "talk_booked": _n("The talk is booked", "The talk is booked, {n} times"),
    "talk_moved": _n("The talk is moved", "The talk is moved, {n} times"),
    "talk_cancelled": _n("The talk is cancelled", "The talk is cancelled, {n} times"),
    "talk_reminded": _n("The talk is near", "The talk is near"),
    "time_freed": _n("A time for the talk is free", "Times for the talk are free"),
    "assent_asked": _n("You are asked to confirm the agreement", "You are asked to confirm the agreement, {n} times"),
    "agreement_taken_back": _n("The proposed agreement was taken back", "The proposed agreement was taken back, {n} times"),
    "assent_given": _n("Somebody has answered the agreement", "{n} answers to the agreement"),
    "access_granted": _n("Somebody has been given access", "Access has been given, {n} times"),
    "talk_begun": _n("The talk begins: join", "The talk begins: join"),
    "access_ended": _n("Somebody's access has ended", "Access has ended, {n} times"),
    "record_taken_out": _n("The school has handed everything over to another school", "The school has handed everything over, {n} times"),
}
NOTICE_GROUP = {
    "goals": (_("Goals"), _("A goal is proposed, reworded, checked in on, due, evaluated, or has a new status.")),
    "comments": (_("Comments"), _("Somebody writes a comment.")),
    "preparation": (_("Preparing"), _("Material is handed out, a part is handed in, you are reminded.")),
    "times": (_("Times for the talk"), _("You can book a time.")),
    "booking": (_("The talk"), _("It is booked, moved, cancelled, near, or begins. A time that you wait for is free.")),
    "plan": (_("The plan"), _("The plan is shown to the home, is locked, reopened or archived.")),
    "agreement": (_("The agreement"), _("You are asked to confirm what is agreed, or somebody has answered.")),
    "access": (_("Access"), _("Somebody is given access to the plan, or loses it.")),
}
MAIL = {
    Mail.nightly: _("Once a night"),
    Mail.at_once: _("At once"),
    Mail.never: _("Never"),
}

STOPPED = {NIGHT: _("The mail of each night"), **{group: said for group, (said, _about) in NOTICE_GROUP.items()}}
"""What mails are called that somebody has turned off by the link in one."""
