"""Asks open pages to look again: what their readers may see has perhaps changed. It says nothing of what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from realtime.fanout import TIES
from server.audit.models import Event
from server.columns import now
from server.people.actions import concerned

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from realtime.seats import Seats
    from realtime.wire import LiveServer
    from server.db import Database

SPREAD = 300
"""Milliseconds within which a page asks again: the right that ends must be felt within a second."""
EACH = 10
"""Milliseconds for each page more, when many are concerned: a whole school asks no faster than it can be answered."""
PROTECTION = frozenset(("protection_changed",))
"""What nobody is made to wait for, however many they are: whose identity is protected must be gone from every page within a second."""
LATELY = timedelta(seconds=15)
"""How long before its line a page may have been drawn."""


class Pages:
    """The open pages of this process, whatever they show."""

    def __init__(self, seats: Seats, wire: LiveServer, database: Database) -> None:
        """Take who is there, and what is needed to tell them."""
        self.seats = seats
        self.wire = wire
        self.database = database
        self.protections = (0, 0)
        """The newest protection that changed of late, and how many did."""

    def ask(self, people: Iterable[UUID], each: int = 0) -> None:
        """Ask all pages of some persons to look again; they do so at random within a time that may grow with each page."""
        found = [visitor for one in people for visitor in self.seats.those(self.seats.by_person.get(one, ()))]
        pages = [visitor.sid for visitor in found if visitor.namespace == "/me"]
        self.wire.broadcast("look", {"within": max(SPREAD, each * len(pages))}, namespace="/me", to=pages)

    async def ask_around(self, lately: datetime) -> set[UUID]:
        """Ask the pages of everybody here whom a tie that changed lately may concern; give who they are."""
        await self.ask_of_protection(lately)
        return await self._ask_those(set(self.seats.by_person), lately)

    async def ask_of_protection(self, lately: datetime | None = None) -> None:
        """Ask the pages of everybody here whom a protection that changed lately may concern, all at once and once."""
        lately = lately or now() - LATELY
        async with self.database.session() as session:
            wanted = select(func.max(Event.id), func.count()).where(col(Event.at) > lately, col(Event.kind).in_(PROTECTION))
            newest, count = (await session.exec(wanted)).one()
        before, self.protections = self.protections, (newest or 0, count)
        if self.protections[0] <= before[0] and count <= before[1]:
            return
        await self._ask_those(set(self.seats.by_person), lately, PROTECTION)

    async def ask_newcomer(self, person: UUID) -> None:
        """Ask a page that has just come: something may have changed while it was on its way."""
        await self._ask_those({person}, now() - LATELY)

    async def _ask_those(self, here: set[UUID], lately: datetime, kinds: frozenset[str] = TIES) -> set[UUID]:
        """Ask those of some persons whom it may concern."""
        if not here:
            return here
        async with self.database.session() as session:
            people = await concerned(session, here, kinds, lately)
        self.ask(people, 0 if kinds is PROTECTION else EACH)
        return people
