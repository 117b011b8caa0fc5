"""Who follows how far a class, a school or the organisation has come, or the booking of a plan's talks: judged as the pages are."""

from __future__ import annotations

from collections import defaultdict
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlmodel import SQLModel, col, select

from realtime.looking import look
from server.booking.policy import may_follow as may_follow_booking
from server.errors import Code, RefusedError
from server.pages.names import ENDED
from server.people.actions import actors_of
from server.plans.models import Plan
from server.rounds.actions.progress import members_of
from server.rounds.policy import may_overlook, may_overlook_all, may_run_school
from server.schools.models import Class, Organisation, School

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from realtime.seats import Seats, Visitor
    from realtime.wire import LiveServer
    from server.db import Database
    from server.people.policy import Actor

SKEW = 2.0
"""Seconds by which the clocks of two processes may differ: then everybody is judged once more."""
MOST_FOLLOWED = 50
"""Places that one connection may follow."""
MODELS: dict[str, type[Any]] = {"class": Class, "school": School, "organisation": Organisation, "booking": Plan}


def may_follow(actor: Actor, place: SQLModel, pupils: Collection[UUID] = ()) -> bool:
    """Whoever may see the overview of a place may follow it."""
    match place:
        case Class():
            return may_overlook(actor, place, pupils)
        case School():
            return may_run_school(actor, place)
        case Organisation():
            return may_overlook_all(actor, place)
        case Plan():
            return may_follow_booking(actor, place)
        case _:
            return False


class Following:
    """The followers of this process, by what they follow."""

    def __init__(self, seats: Seats, wire: LiveServer, database: Database) -> None:
        """Take who is there, and what is needed to judge and to tell."""
        self.seats = seats
        self.wire = wire
        self.database = database
        self.by_place: dict[UUID, set[str]] = defaultdict(set)
        self.unsure: float | None = None
        """When to judge everybody once more."""

    async def find(self, visitor: Visitor, kind: str, key: UUID) -> None:
        """Judge whether a visitor may follow a place.

        Raises:
            UnknownError: there is none, or the visitor may not see how far it has come.
        """
        async with look(self.database, visitor) as work:
            pupils = (await members_of(work.session, [key])).get(key, set()) if kind == "class" else set()
            await work.find(MODELS[kind], key, see=lambda actor, one: may_follow(actor, one, pupils))

    def follow(self, visitor: Visitor, kind: str, key: UUID) -> None:
        """Let a visitor follow a place.

        Raises:
            RefusedError: it follows too many.
        """
        if len(visitor.follows) >= MOST_FOLLOWED and key not in visitor.follows:
            raise RefusedError(Code.slow_down)
        visitor.follows[key] = kind
        self.by_place[key].add(visitor.sid)

    def leave(self, visitor: Visitor, *places: UUID) -> None:
        """Let a visitor follow some places no longer, or none at all."""
        for key in places or list(visitor.follows):
            visitor.follows.pop(key, None)
            if followers := self.by_place.get(key):
                followers.discard(visitor.sid)
                if not followers:
                    del self.by_place[key]

    async def after_ties(self) -> None:
        """Judge everybody again, and once more when all clocks must agree."""
        self.unsure = monotonic() + SKEW
        await self.judge()

    async def settle(self) -> None:
        """Judge everybody once more if it was not sure a while ago."""
        if self.unsure is not None and self.unsure <= monotonic():
            self.unsure = None
            await self.judge()

    async def judge(self) -> None:
        """Hold what everybody follows against the rules as they are now; there are few who follow, so all are judged."""
        visitors = [one for one in self.seats.visitors.values() if one.follows]
        wanted = {key: kind for one in visitors for key, kind in one.follows.items()}
        if not wanted:
            return
        async with self.database.session() as session:
            actors = await actors_of(session, {one.person.id: one.person for one in visitors}.values())
            places = await _places(session, wanted)
            members = await members_of(session, [key for key, kind in wanted.items() if kind == "class"])
        for visitor in visitors:
            for key in list(visitor.follows):
                place = places.get(key)
                if place is None or not may_follow(actors[visitor.person.id], place, members.get(key, set())):
                    self._put_out(visitor, key)

    def _put_out(self, visitor: Visitor, key: UUID) -> None:
        """Let a visitor follow a place no longer, and say so."""
        said = {"place": visitor.follows[key], "id": str(key), "code": str(Code.unknown), "message": visitor.words.say(ENDED)}
        self.leave(visitor, key)
        self.wire.broadcast("closed", said, namespace="/me", to=[visitor.sid])


async def _places(session: AsyncSession, wanted: Mapping[UUID, str]) -> dict[UUID, SQLModel]:
    """Load places by their ids."""
    found: dict[UUID, SQLModel] = {}
    for kind, model in MODELS.items():
        rows = await session.exec(select(model).where(col(model.id).in_([key for key, one in wanted.items() if one == kind])))
        for row in rows.all():
            found[row.id] = row
    return found
