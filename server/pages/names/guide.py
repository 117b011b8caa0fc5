"""What the pages of the guide are called."""

from __future__ import annotations

from server.errors import _
from server.guide.models import GuideRole

GUIDE = {
    GuideRole.pupil: _("The guide for pupils"),
    GuideRole.guardian: _("The guide for guardians"),
    GuideRole.mentor: _("The guide for mentors"),
    GuideRole.teacher: _("The guide for teachers"),
    GuideRole.principal: _("The guide for principals"),
}
