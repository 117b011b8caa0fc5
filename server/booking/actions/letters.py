"""What the mails about talks say: when, where, and a link. They name nobody and nothing of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.booking.actions.calendar import link, mailed, place
from server.errors import _
from server.mail import Letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.booking.models import Booking, Offer
    from server.config import Settings
    from server.i18n import Words

SUBJECT = {
    "talk_booked": _("A development talk is booked"),
    "talk_moved": _("A development talk is moved"),
    "talk_cancelled": _("A development talk is cancelled"),
    "talk_reminded": _("A development talk is near"),
}
OPENS = {
    "talk_booked": _("A development talk is booked:"),
    "talk_moved": _("A development talk is moved. The new time:"),
    "talk_cancelled": _("This development talk is cancelled:"),
    "talk_reminded": _("You have a development talk:"),
}
BRINGS = {
    "talk_booked": _("The file that comes with this mail puts the talk into your calendar."),
    "talk_moved": _("The file that comes with this mail moves the talk in your calendar."),
    "talk_cancelled": _("The file that comes with this mail takes the talk out of your calendar."),
}


def about_talk(settings: Settings, kind: str, booking: Booking, offer: Offer, address: str) -> Callable[[Words], Letter]:
    """Tell of a talk that is booked, moved, cancelled or near; all but the last bring a calendar file."""

    def said(words: Words) -> Letter:
        where = place(booking, offer, words)
        lines = [words.span(booking.starts, booking.ends), *([where] if where else [])]
        return Letter(
            kind,
            words.say(SUBJECT[kind]),
            (
                words.say(OPENS[kind]) + "\n" + "\n".join(lines),
                *([words.say(BRINGS[kind])] if kind in BRINGS else []),
                words.say("See, move or cancel it here:") + f"\n{link(settings, booking)}",
            ),
            mailed(settings, booking, offer, words, address) if kind in BRINGS else "",
        )

    return said


def times_free(address: str) -> Callable[[Words], Letter]:
    """Tell a household that found no time that there is one."""

    def said(words: Words) -> Letter:
        return Letter(
            "time_freed",
            words.say("A time for a development talk is free"),
            (
                words.say("A time has become free. It goes to whoever books it first:") + f"\n{address}",
                words.say("Until you have booked you are told again when another becomes free."),
            ),
        )

    return said
