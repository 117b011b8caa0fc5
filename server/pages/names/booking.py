"""What is said of times that are offered, and of why some cannot be."""

from __future__ import annotations

from server.booking.models import Held, Hindrance
from server.errors import _

HELD = {
    Held.here: _("In a room"),
    Held.remote: _("From afar"),
    Held.either: _("In a room or from afar, as the home chooses"),
}
HINDRANCE = {
    Hindrance.over: _("over"),
    Hindrance.offered: _("already offered, or taken"),
    Hindrance.room: _("a colleague has the room"),
}
