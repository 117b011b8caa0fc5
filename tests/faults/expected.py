"""What the matrix of notices says must come to whom: a small model of its own, that knows nothing of the code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

GROUP = {"goal_moved": "goals", "goal_proposed": "goals", "goal_checked_in": "goals", "comment_written": "comments", "plan_moved": "plan",
         "access_ended": "access"}  # fmt: skip
NIGHT = time(4)


@dataclass
class Unread:
    """What somebody has not read of one plan and kind."""

    at: datetime
    mail: str
    shown: bool
    things: set[object] = field(default_factory=set)
    fresh: bool = True
    """Whether something has come since it was mailed."""
    waits: bool = False
    """Whether a mail at once of it waits for the end of quiet hours."""


@dataclass
class Reader:
    """Somebody, with what they have chosen and what is to have come to them."""

    key: UUID
    name: str
    zone: str = "Europe/Stockholm"
    quiet: bool = False
    """Whether nothing may come from nine in the evening until seven."""
    badge: bool = True
    mail: dict[str, str] = field(default_factory=dict)
    stopped: bool = False
    unread: dict[tuple[UUID, str], Unread] = field(default_factory=dict)
    nights: set[date] = field(default_factory=set)
    mails: int = 0

    def wants(self, kind: str) -> str:
        """Say when they want a kind mailed."""
        wanted = self.mail.get(GROUP[kind], "at_once" if kind == "access_ended" else "nightly")
        return "never" if wanted == "nightly" and self.stopped else wanted

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing may come now."""
        clock = at.astimezone(ZoneInfo(self.zone)).time()
        return self.quiet and (clock >= time(21) or clock < time(7))

    def hear(self, plan: UUID, kind: str, thing: object, at: datetime) -> None:
        """Something has happened that is theirs to hear."""
        wanted = self.wants(kind)
        if not self.badge and wanted == "never":
            return
        before = self.unread.get((plan, kind))
        if before is None:
            self.unread[plan, kind] = Unread(at, wanted, self.badge, {thing}, fresh=wanted != "at_once")
            self.unread[plan, kind].waits = wanted == "at_once" and self.is_quiet(at)
            self.mails += wanted == "at_once" and not self.is_quiet(at)
            return
        before.at, before.mail, before.fresh = at, wanted, True
        before.things.add(thing)

    def look(self, at: datetime) -> None:
        """The time is another: what is due comes."""
        if self.is_quiet(at):
            return
        for one in self.unread.values():
            self.mails, one.waits = self.mails + one.waits, False
        local = at.astimezone(ZoneInfo(self.zone))
        night = local.date() if local.time() >= NIGHT else local.date() - timedelta(days=1)
        begun = datetime.combine(night, NIGHT, local.tzinfo)
        due = [one for one in self.unread.values() if one.fresh and one.mail == "nightly" and one.at <= begun]
        if due and night not in self.nights:
            self.nights.add(night)
            self.mails += 1
            for one in due:
                one.fresh = False

    def read_all(self) -> None:
        """They read everything."""
        self.unread.clear()

    def turn_off(self) -> None:
        """They turn the night's mail off by the link in it."""
        self.stopped = True
        for one in self.unread.values():
            one.mail = "never" if one.mail == "nightly" else one.mail

    @property
    def number(self) -> int:
        """What stands on the badge."""
        return sum(one.shown for one in self.unread.values())

    def lose(self, plan: UUID) -> None:
        """They may no longer see a plan."""
        self.unread = {key: one for key, one in self.unread.items() if key[0] != plan}


def mails_of(readers: Iterable[Reader]) -> Counter[str]:
    """Give how many mails each must have got."""
    return Counter({one.name: one.mails for one in readers if one.mails})
