"""The events of booking, beside those of the plan itself; as in `events`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from server.booking.policy import knows_household
from server.events import Happening
from server.people.policy import Role

if TYPE_CHECKING:
    from server.people.policy import Standing


class ForSome:
    """An event that not all whose roles would hear of it do."""

    def is_for(self, who: Standing) -> bool:
        """Whether it concerns somebody: what is one household's own is nothing for another household of the same pupil."""
        return who.person_id == getattr(self, "host", None) or knows_household(who, getattr(self, "household", None))


class OfferMade(Happening):
    """Times were offered to a class, or to pupils of it; each plan is told of it besides."""

    offer: UUID
    klass: UUID


class OfferWithdrawn(Happening):
    """An offer was taken back, and with it every talk booked in it."""

    voids = ("times_offered", "offer")
    offer: UUID
    klass: UUID


class OfferDated(Happening):
    """An offer's times can be booked until another day."""

    offer: UUID
    klass: UUID


class TimeWithdrawn(Happening):
    """A free time of an offer was taken back."""

    offer: UUID
    klass: UUID


class TimesOffered(ForSome, Happening):
    """Times were offered for a pupil's talk."""

    notice = "times_offered"
    once = "offer"
    offer: UUID
    of_age: bool = False
    """Whether the pupil is of age and books."""

    def is_for(self, who: Standing) -> bool:
        """It concerns the adults of the home, or the pupil who is of age."""
        return self.of_age or not who.is_any(Role.pupil)


class TalkBooked(ForSome, Happening):
    """A talk was booked."""

    notice = "talk_booked"
    judged = True
    known = ("booking",)
    booking: UUID
    household: UUID | None
    host: UUID
    offer: UUID


class TalkMoved(ForSome, Happening):
    """A talk was moved to another time."""

    notice = "talk_moved"
    judged = True
    known = ("booking",)
    booking: UUID
    household: UUID | None
    host: UUID
    offer: UUID
    left: UUID
    """The offer in which a time is free again."""


class TalkCancelled(ForSome, Happening):
    """A booked talk was cancelled."""

    notice = "talk_cancelled"
    judged = True
    known = ("booking",)
    booking: UUID
    household: UUID | None
    host: UUID
    offer: UUID


class TalkReminded(ForSome, Happening):
    """A talk was called to mind, a day or an hour before."""

    notice = "talk_reminded"
    known = ("booking",)
    booking: UUID
    household: UUID | None
    host: UUID


class TimeFreed(ForSome, Happening):
    """A time became free, for a household that had found none."""

    notice = "time_freed"
    nobodys = True
    known = ("household",)
    household: UUID | None

    def is_for(self, who: Standing) -> bool:
        """It concerns those of the household, or the pupil who books."""
        return super().is_for(who) and not (self.household and who.is_any(Role.pupil))


class QueueJoined(ForSome, Happening):
    """A household found no time that fits."""

    known = ("household",)
    household: UUID | None


class QueueLeft(ForSome, Happening):
    """A household is no longer told of times that become free."""

    known = ("household",)
    household: UUID | None


class CalendarOpened(Happening):
    """Somebody gave their own calendar an address to read, or a new one."""

    news = False
    person: UUID


class CalendarEnded(Happening):
    """The address that a calendar reads is void."""

    news = False
    person: UUID
