"""Tells those who follow a class, a school or the organisation that something stirred there: never what, twice a second at most."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import UUID

from realtime.errands import Errands
from realtime.fanout import TIES
from server.booking.actions.stirred import stirred_by
from server.rounds.actions.stirred import places_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime.following import Following
    from realtime.wire import LiveServer
    from server.db import Database
    from server.work import News

log = logging.getLogger("stegvis.stirring")

PAUSE = 0.5
"""Seconds between two times that a place is told of."""


class Stirring:
    """What has stirred and is still to be told."""

    def __init__(self, following: Following, wire: LiveServer, database: Database) -> None:
        """Take who follows, and what is needed to tell them."""
        self.following = following
        self.wire = wire
        self.database = database
        self.errands = Errands()
        self.plans: set[UUID] = set()
        self.classes: set[UUID] = set()
        self.offers: set[UUID] = set()
        self.everywhere = False
        self.telling = False

    def hear(self, news: Iterable[News]) -> None:
        """Hear of what has happened in plans and rounds, and of ties that have changed."""
        heard = list(news)
        if any(one.kind in TIES for one in heard):
            self.hear_ties()
        for one in heard:
            if one.plan is not None:
                self.plans.add(one.plan)
            if (klass := one.data.get("klass")) is not None:
                self.classes.add(UUID(str(klass)))
            self.offers.update(UUID(str(one.data[name])) for name in ("offer", "left") if one.data.get(name))
        self._tell_soon()

    def hear_writing(self, plan: UUID) -> None:
        """Hear that somebody has begun to write in a plan."""
        self.plans.add(plan)
        self._tell_soon()

    def hear_ties(self) -> None:
        """Hear that ties have changed, and with them perhaps who is in which class, and who may follow it."""
        if self.following.by_place:
            self.errands.surely(self._judge_then_tell)

    async def _judge_then_tell(self) -> None:
        """First put out those who may follow no longer, then tell those who are left."""
        await self.following.after_ties()
        self.everywhere = True
        self._tell_soon()

    @property
    def is_still(self) -> bool:
        """Whether there is nothing to tell, or nobody who wants to know."""
        return not self.following.by_place or not (self.everywhere or self.plans or self.classes or self.offers)

    def _tell_soon(self) -> None:
        """Begin to tell, unless that is under way."""
        if self.is_still:
            self._take()
        elif not self.telling:
            self.telling = True
            self.errands.soon(self._tell())

    def _take(self) -> tuple[set[UUID], set[UUID], set[UUID], bool]:
        """Take what is to be told."""
        taken = self.plans, self.classes, self.offers, self.everywhere
        self.plans, self.classes, self.offers, self.everywhere = set(), set(), set(), False
        return taken

    async def _tell(self) -> None:
        """Tell what has stirred until now, then what stirs meanwhile, with a pause between."""
        try:
            while not self.is_still:
                plans, classes, offers, everywhere = self._take()
                try:
                    self._tell_of(set(self.following.by_place) if everywhere else await self._places(plans, classes, offers))
                except Exception as error:  # noqa: BLE001  # the database is away: once it is back all are told
                    log.warning("what stirred was not told: %r", error)
                    self.everywhere = True
                await asyncio.sleep(PAUSE)
        finally:
            self.telling = False

    async def _places(self, plans: set[UUID], classes: set[UUID], offers: set[UUID]) -> set[UUID]:
        """Give the places in which plans and classes are, and the plans for which the times of offers are."""
        async with self.database.session() as session:
            return await places_of(session, plans, classes) | await stirred_by(session, offers)

    def _tell_of(self, places: set[UUID]) -> None:
        """Tell the followers of some places."""
        for key in places & self.following.by_place.keys():
            followers = self.following.seats.those(list(self.following.by_place[key]))
            if followers:
                said = {"place": followers[0].follows[key], "id": str(key)}
                self.wire.broadcast("stirred", said, namespace="/me", to=[one.sid for one in followers])
