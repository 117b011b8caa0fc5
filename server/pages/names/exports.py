"""What archives, and kinds of documents that are kept, are called."""

from __future__ import annotations

from server.errors import _
from server.exports.archive.opened import Bad
from server.exports.models import BroughtState, ExportState
from server.retention.models import After, DisposalState, DocumentKind

EXPORT = {
    ExportState.waiting: _("Being made"),
    ExportState.ready: _("Ready to fetch"),
    ExportState.failed: _("Could not be made"),
    ExportState.gone: _("Gone"),
}
BROUGHT = {
    BroughtState.refused: _("Cannot be used"),
    BroughtState.ready: _("Ready to apply"),
    BroughtState.applied: _("Brought in"),
    BroughtState.dropped: _("Dropped"),
}
BAD_ARCHIVE = {
    Bad.not_zip: _("This is no ZIP file, or it is broken. Ask the other school to send it again."),
    Bad.bomb: _("It would unpack to more than an archive can be."),
    Bad.path: _("It holds files that an archive of ours does not have."),
    Bad.foreign: _("It is not an archive of a pupil from Stegvis."),
    Bad.newer: _("It was made by another version of Stegvis. Bring Stegvis up to date first."),
    Bad.torn: _("It is not whole: a file is missing, or is not what the archive's own list says. Ask the other school to send it again."),
    Bad.shape: _("A file in it does not say what an archive says."),
    Bad.content: _("It holds what no plan may hold."),
    Bad.anothers: _("It is here already, with another pupil."),
    Bad.without_identity: _("The pupil's identity is protected and was left out of it. Ask the other school for one with the identity."),
}
DOCUMENT = {
    DocumentKind.preparations: _("Preparations"),
    DocumentKind.comments: _("Comments"),
    DocumentKind.assessments: _("Assessments"),
    DocumentKind.talk_notes: _("Notes of the talk"),
    DocumentKind.archived_plans: _("Archived plans"),
    DocumentKind.versions: _("Agreed versions"),
    DocumentKind.access_log: _("Access log"),
    DocumentKind.pictures: _("Pictures"),
    DocumentKind.mails: _("Sent mails"),
    DocumentKind.guests: _("Guests of talks"),
}
AFTER = {
    After.school_year: _("after the end of the school year"),
    After.archiving: _("after the plan was archived"),
    After.leaving: _("after the pupil has left"),
    After.sending: _("after they were sent"),
    After.talk: _("after the end of the talk"),
}
DISPOSAL = {
    DisposalState.proposed: _("Waits for a second person"),
    DisposalState.approved: _("Being disposed of"),
    DisposalState.done: _("Done"),
    DisposalState.withdrawn: _("Withdrawn"),
    DisposalState.expired: _("Nobody approved it in time"),
}
OUTCOME = {
    "gone": _("gone"),
    "held": _("held"),
    "not_due": _("no longer due"),
    "left": _("not all gone"),
}
