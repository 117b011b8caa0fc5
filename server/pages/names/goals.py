"""What has happened to a goal, who looks back on it, and the columns of a list of criteria are called."""

from __future__ import annotations

from server.errors import _
from server.goals.models import Looker

PAST = {
    "goal_proposed": _("Proposed"),
    "goal_reworded": _("Reworded"),
    "goal_moved": _("New status"),
    "goal_due_soon": _("Called to mind: due soon"),
    "goal_overdue": _("Called to mind: overdue"),
}
LOOKER = {
    Looker.pupil: _("The pupil"),
    Looker.home: _("The home"),
    Looker.mentor: _("The mentor"),
}
HOW_FAR = (_("Not at all"), _("A little"), _("Half the way"), _("Nearly all the way"), _("All the way"))
"""How far a goal has come, from the saddest face to the gladdest."""
CRITERIA_COLUMN = {
    "subject": _("What the criterion is about, as the subject is called in goals. Must be there."),
    "years": _("For which years: 4, 4-6, or 4, 5, 6. Left empty, it is for all."),
    "text": _("The criterion itself. Must be there."),
    "source_id": _("Your own id for it. With one, its words can change and goals stay tied to it. May be left out."),
}
