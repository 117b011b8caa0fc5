"""What the points of a talk, those invited to it, and its end are called."""

from __future__ import annotations

from server.errors import _
from server.talks.models import InvitedAs, PointKind

POINT = {
    PointKind.where_now: _("Where am I now?"),
    PointKind.reached: _("Which goals have I reached?"),
    PointKind.new_goals: _("New goals"),
    PointKind.agreement: _("What we agree on"),
}
"""What a point is called that has no words of its own."""
INVITED_AS = {
    InvitedAs.teacher: _("Teacher"),
    InvitedAs.interpreter: _("Interpreter"),
    InvitedAs.relative: _("Relative"),
    InvitedAs.staff: _("Other staff"),
    InvitedAs.other: _("Guest"),
}
GUEST = _("Guest")
TALK_OVER = _("The talk is over. What was written is kept in the plan.")
TALK_LEFT = _("You are no longer in the talk.")
