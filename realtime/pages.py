"""Asks open pages to look again: what their readers may see has perhaps changed. It says nothing of what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from realtime.fanout import TIES
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
LATELY = timedelta(seconds=15)
"""How long before its line a page may have been drawn."""


class Pages:
    """The open pages of this process, whatever they show."""

    def __init__(self, seats: Seats, wire: LiveServer, database: Database) -> None:
        """Take who is there, and what is needed to tell them."""
        self.seats = seats
        self.wire = wire
        self.database = database

    def ask(self, people: Iterable[UUID], each: int = 0) -> None:
        """Ask all pages of some persons to look again; they do so at random within a time that may grow with each page."""
        found = [visitor for one in people for visitor in self.seats.those(self.seats.by_person.get(one, ()))]
        pages = [visitor.sid for visitor in found if visitor.namespace == "/me"]
        self.wire.broadcast("look", {"within": max(SPREAD, each * len(pages))}, namespace="/me", to=pages)

    async def ask_around(self, lately: datetime) -> set[UUID]:
        """Ask the pages of everybody here whom a tie that changed lately may concern; give who they are."""
        return await self._ask_those(set(self.seats.by_person), lately)

    async def ask_newcomer(self, person: UUID) -> None:
        """Ask a page that has just come: something may have changed while it was on its way."""
        await self._ask_those({person}, now() - LATELY)

    async def _ask_those(self, here: set[UUID], lately: datetime) -> set[UUID]:
        """Ask those of some persons whom it may concern."""
        if not here:
            return here
        async with self.database.session() as session:
            people = await concerned(session, here, TIES, lately)
        self.ask(people, EACH)
        return people
