"""Who is in a plan and who writes where, across processes. Nothing is stored: what a process does not say again is forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from server.pages.render import COLOURS

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from realtime.seats import Seats, Visitor

FORGET_AFTER = 6.0
"""Seconds after which another process's people are gone, if it has not named them again."""
SAY_AGAIN = 2.0
"""Seconds between two namings."""
GATHER = 0.05
"""Seconds in which several comings and goings become one list."""


@dataclass(slots=True)
class Elsewhere:
    """The people another process has in a plan, and when it said so."""

    people: list[dict[str, object]]
    at: float = field(default_factory=monotonic)


class Presence:
    """The lists of people, and telling them when they change."""

    def __init__(
        self, seats: Seats, tell: Callable[[UUID, list[dict[str, object]]], None], publish: Callable[[UUID, list[dict[str, object]]], None]
    ) -> None:
        """Take the seats; `tell` gives a plan's list to its pages here, `publish` gives our part of it to other processes."""
        self.seats = seats
        self.tell = tell
        self.publish = publish
        self.elsewhere: dict[UUID, dict[str, Elsewhere]] = {}
        self.changed: set[UUID] = set()

    def people(self, plan: UUID) -> list[dict[str, object]]:
        """Give everyone who is in a plan, here and elsewhere."""
        fresh = monotonic() - FORGET_AFTER
        others = [one for part in self.elsewhere.get(plan, {}).values() if part.at > fresh for one in part.people]
        return [*self.here(plan), *others]

    def places(self) -> list[UUID]:
        """Give the plans in which somebody is here."""
        return list(self.seats.by_plan)

    def here(self, plan: UUID) -> list[dict[str, object]]:
        """Give those of this process, but for those who only listen."""
        there = self.seats.those(self.seats.by_plan.get(plan, ()))
        return [person(visitor, plan) for visitor in there if not visitor.plans[plan].listens]

    def change(self, plan: UUID) -> None:
        """Note that somebody came, left or writes elsewhere; the list goes out shortly."""
        if plan not in self.changed:
            self.changed.add(plan)
            asyncio.get_running_loop().call_later(GATHER, self._say, plan)

    def _say(self, plan: UUID) -> None:
        """Give out a plan's list."""
        self.changed.discard(plan)
        self.publish(plan, self.here(plan))
        self.tell(plan, self.people(plan))

    def hear(self, plan: UUID, process: str, people: list[dict[str, object]]) -> None:
        """Take another process's part of a list; tell our pages if it is not the same as before."""
        parts = self.elsewhere.setdefault(plan, {})
        before = parts.get(process)
        if people:
            parts[process] = Elsewhere(people)
        else:
            parts.pop(process, None)
        if (before.people if before else []) != people:
            self.tell(plan, self.people(plan))

    def say_again(self) -> None:
        """Name our people again, and forget those whose process no longer does."""
        for plan in self.places():
            if people := self.here(plan):  # where all only listen there is nobody to name
                self.publish(plan, people)
        stale = monotonic() - FORGET_AFTER
        for plan, parts in list(self.elsewhere.items()):
            gone = [process for process, part in parts.items() if part.at <= stale]
            for process in gone:
                del parts[process]
            if gone:
                self.tell(plan, self.people(plan))
            if not parts:
                del self.elsewhere[plan]


def free_colour(visitor: Visitor, people: list[dict[str, object]]) -> int:
    """Give a visitor's colour: their own, the one their other page has, or the next that nobody present has."""
    own = next((one["colour"] for one in people if one["person"] == str(visitor.person.id)), None)
    if isinstance(own, int):
        return own
    taken = {one["colour"] for one in people}
    wheel = [(visitor.colour - 1 + step) % COLOURS + 1 for step in range(COLOURS)]
    return next((colour for colour in wheel if colour not in taken), visitor.colour)


def person(visitor: Visitor, plan: UUID) -> dict[str, object]:
    """Say who a visitor is to the others of a plan."""
    writing = visitor.writing if visitor.writing in visitor.texts and visitor.texts[visitor.writing].plan == plan else None
    return {
        "person": str(visitor.person.id),
        "name": visitor.person.name,
        "role": visitor.plans[plan].role,
        "colour": visitor.colour,
        "client": visitor.sid,
        "writing": str(writing) if writing else None,
    }
