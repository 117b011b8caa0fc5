"""Talks as iCalendar objects (RFC 5545): in UTC, under an id that stays, with a number that rises with every move. Nobody is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icalendar import Calendar, Event, vCalAddress, vText

from server.columns import now
from server.mail import host_of, sender_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.booking.models import Booking, Offer
    from server.config import Settings
    from server.i18n import Words

_PRODUCT = "-//Stegvis//Talks//EN"


def mailed(settings: Settings, booking: Booking, offer: Offer, words: Words, address: str) -> str:
    """Give the calendar file that a mail brings to an address: an invitation (REQUEST), or the end of it (CANCEL)."""
    made = _calendar("CANCEL" if booking.cancelled else "REQUEST")
    event = entry(settings, booking, offer, words)
    sender = sender_of(settings)
    organizer, attendee = vCalAddress(f"mailto:{sender.address}"), vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(sender.name)
    attendee.params.update({"ROLE": vText("REQ-PARTICIPANT"), "PARTSTAT": vText("ACCEPTED"), "RSVP": vText("FALSE")})
    event.add("organizer", organizer)
    event.add("attendee", attendee)
    made.add_component(event)
    return str(made.to_ical().decode())


def feed(settings: Settings, talks: Iterable[tuple[Booking, Offer]], words: Words) -> bytes:
    """Give a person's own talks, for a calendar that reads them now and then."""
    made = _calendar("PUBLISH")
    made.add("x-wr-calname", words.say("Stegvis: talks"))
    for booking, offer in talks:
        made.add_component(entry(settings, booking, offer, words))
    return bytes(made.to_ical())


def _calendar(method: str) -> Calendar:
    """Begin a calendar file."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    return made


def entry(settings: Settings, booking: Booking, offer: Offer, words: Words) -> Event:
    """Write one talk: when, where, and where to read more."""
    event = Event()
    event.add("uid", f"{booking.id}@{host_of(settings)}")
    event.add("sequence", booking.sequence)
    event.add("dtstamp", now())
    event.add("dtstart", booking.starts)
    event.add("dtend", booking.ends)
    event.add("summary", words.say("Development talk"))
    if where := place(booking, offer, words):
        event.add("location", where)
    event.add("url", link(settings, booking))
    event.add("description", link(settings, booking))
    event.add("status", "CANCELLED" if booking.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def link(settings: Settings, booking: Booking) -> str:
    """Give the address at which a talk is moved and cancelled."""
    return f"{settings.address}/plans/{booking.plan_id}/booking"


def place(booking: Booking, offer: Offer, words: Words) -> str:
    """Say where a talk is: the room, or how one takes part from afar."""
    if not booking.remote:
        return booking.room
    ways = [words.say("From afar"), *(one for one in (offer.link, offer.phone) if one)]
    return " · ".join(ways)
