"""What faces, how far a goal is reached, and the acts of preparing are called."""

from __future__ import annotations

from server.errors import _
from server.pages.names.plans import TEXT_BY
from server.preparations.models import Party
from server.templates.form import KIND, Writer

FACE = (_("Very hard"), _("Quite hard"), _("All right"), _("Good"), _("Very good"))
"""From the saddest to the gladdest."""
REACHED = (_("Not yet"), _("Partly"), _("Reached"))
HAND_IN = {
    Party.pupil: _("Hand in"),
    Party.teachers: _("Hand in"),
    Party.home: _("We are ready"),
}
HANDED_IN = {
    Party.pupil: _("Handed in"),
    Party.teachers: _("Handed in"),
    Party.home: _("Ready"),
}
NOT_HANDED_IN = {
    Party.pupil: _("Not handed in yet"),
    Party.teachers: _("Not handed in yet"),
    Party.home: _("Not ready yet"),
}
LEADS_ON = {
    Party.pupil: _("Then your mentor and teachers know that you are done. You can take it back until it is shown to your home."),
    Party.teachers: _("Then the mentor knows that you are done. You can take it back until the plan is shown to the home."),
    Party.home: _("Then the mentor knows that you are ready. You can take it back until the talk begins."),
}
"""What handing in does."""
WRITTEN_BY = {writer: TEXT_BY[KIND[writer]] for writer in Writer}
