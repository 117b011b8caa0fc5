"""What relations, details, notices and looks are called."""

from __future__ import annotations

from server.access import Place
from server.errors import _, _n
from server.notices.models import Mail
from server.people.models import Letters, RelationKind, Shown

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
    "slip_printed": _("Printed a sign-in slip"),
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
    "comment_written": _n("A new comment", "{n} new comments"),
    "access_granted": _n("Somebody has been given access", "Access has been given, {n} times"),
    "access_ended": _n("Somebody's access has ended", "Access has ended, {n} times"),
}
NOTICE_GROUP = {
    "goals": (_("Goals"), _("A goal is proposed, reworded, checked in on, or has a new status.")),
    "comments": (_("Comments"), _("Somebody writes a comment.")),
    "preparation": (_("Preparing"), _("Material is handed out, a part is handed in, you are reminded.")),
    "plan": (_("The plan"), _("The plan is shown to the home, the talk begins, the plan is locked or reopened.")),
    "access": (_("Access"), _("Somebody is given access to the plan, or loses it.")),
}
MAIL = {
    Mail.nightly: _("Once a night"),
    Mail.at_once: _("At once"),
    Mail.never: _("Never"),
}
