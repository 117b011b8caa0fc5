"""Looks at the database now and then, and notices whatever no hint told of."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Text as PlainText
from sqlalchemy import any_, cast, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col, select

from realtime.archives import ARCHIVES, Archives
from realtime.delivering import Delivery
from realtime.fanout import TIES
from realtime.forgetting import FORGETTING, Forgetting
from server.audit.models import Event
from server.columns import now
from server.events import Happening
from server.plans.actions.due import come_due
from server.rounds.actions.handing_out import hand_out_all
from server.texts.actions import fold, merged, since, to_fold
from server.texts.models import Text
from server.work import news_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from realtime.live import Live

log = logging.getLogger("stegvis.watch")

LOOK = 0.5
"""Seconds between two looks."""
OVERLAP = timedelta(seconds=15)
"""How far back a look reads again: an event's row may become visible some time after the moment it bears."""
FOLD = 30.0
DUE = 0.5
"""Seconds between two looks for what comes due: a right that ends by the clock is felt within one second."""
ROUNDS = 0.5
"""Seconds between two looks for rounds to hand out, where no hint comes."""


class Watch:
    """The regular work of one process."""

    def __init__(self, live: Live) -> None:
        """Take the parts that it watches over."""
        self.live = live
        self.hint = asyncio.Event()
        self.begun = asyncio.Event()
        self.last = now()
        self.ties = (0, 0)
        """The newest tie that began or ended of late, and how many did."""
        self.tasks: list[asyncio.Task[None]] = []
        self.delivery = Delivery(live)

    def start(self) -> None:
        """Begin to look."""
        never = asyncio.Event()
        every: list[tuple[float, Callable[[], Awaitable[None]], asyncio.Event]] = [
            (LOOK, self.look, self.hint),
            (DUE, self._due, never),
            (2.0, self._name, never),
            (FOLD, self._fold, never),
            (FORGETTING, Forgetting(self.live).forget, never),
            (ROUNDS, self._rounds, self.begun),
            (ARCHIVES, Archives(self.live).make, never),
            (ARCHIVES, Archives(self.live).dispose, never),
            *((pause, work, never) for pause, work in self.delivery.jobs()),
        ]
        self.tasks = [asyncio.create_task(self._repeat(pause, work, hint), name=f"watch-{work.__name__}") for pause, work, hint in every]

    async def stop(self) -> None:
        """Stop looking."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def look_now(self) -> None:
        """Look at once: another process has hinted at something new."""
        self.hint.set()

    def hand_out_now(self) -> None:
        """Hand out at once: a round was begun here."""
        self.begun.set()

    async def _repeat(self, pause: float, work: Callable[[], Awaitable[None]], hint: asyncio.Event) -> None:
        """Do a part of the work for ever, at once when there is a hint; while the database is away it is simply tried again."""
        while True:
            try:
                await work()
            except Exception as error:  # noqa: BLE001  # a look that fails must not be the last
                log.warning("a look failed: %r", error)
                await asyncio.sleep(pause)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(hint.wait(), pause)
            hint.clear()

    async def look(self) -> None:
        """Look for events and edits that were not heard, and for sessions that have run out."""
        seats = self.live.seats
        started = now()
        await self._events()
        self.last = started
        if seats.by_text:
            await self._heads()
        await self.live.talking.look()
        self.live.progress.keep_only(set(seats.by_text))
        for text in self.live.shelf.shapes.keys() - seats.by_text.keys():
            self.live.shelf.drop(text)
        for session in {one.session for one in seats.visitors.values() if one.expires <= started}:
            await self.live.judge.end_session(session)

    async def _events(self) -> None:
        """Tell the events that no hint brought."""
        kinds = [kind for kind, one in Happening.kinds.items() if one.news]
        async with self.live.database.session() as session:
            recent = col(Event.at) > self.last - OVERLAP
            rows = await session.exec(select(Event).where(recent, col(Event.kind).in_(kinds), self._concerns_us()).order_by(col(Event.id)))
            found = list(rows)
            wanted = select(func.max(Event.id), func.count()).where(recent, col(Event.kind).in_(TIES))
            newest, count = (await session.exec(wanted)).one()
        before, self.ties = self.ties, (newest or 0, count)
        changed = self.ties[0] > before[0] or count > before[1]  # an older one may be committed after a newer
        self.live.judge.rounds += changed  # who is sitting down just now looks again
        self.live.fanout.tell_all([news_of(row) for row in found])
        if changed:
            self.live.stirring.hear_ties()
            self.live.fanout.errands.surely(partial(self._around, self.last - OVERLAP))

    async def _around(self, lately: datetime) -> None:
        """Let those around whoever's ties have changed look again, and count their notices: a roster makes these without naming anybody."""
        self.live.fanout.count_soon(await self.live.pages.ask_around(lately))

    def _concerns_us(self) -> ColumnElement[bool]:
        """Hold for events that may concern somebody here: a roster begins and ends thousands of ties, nearly all of people elsewhere."""
        seats = self.live.seats
        pupils = {seat.pupil for one in seats.visitors.values() for seat in one.plans.values()}
        here = cast([str(one) for one in {*seats.by_person, *pupils}], ARRAY(PlainText))
        data = col(Event.data)
        concerns: ColumnElement[bool] = (
            col(Event.kind).not_in(TIES) | (data["person"].astext == any_(here)) | (data["pupil"].astext == any_(here))
        )
        return concerns

    async def _heads(self) -> None:
        """Give the edits that no hint brought, and say where a text has started afresh."""
        texts = list(self.live.seats.by_text)
        async with self.live.database.session() as session:
            heads = (await session.exec(select(col(Text.id), col(Text.seq), col(Text.epoch)).where(col(Text.id).in_(texts)))).all()
            for text, seq, epoch in heads:
                self.live.fanout.begin_afresh(text, epoch)
                after = self.live.progress.missed(text, seq)
                if after is None:
                    continue
                found, parts = await since(session, text, after)
                update = merged(parts)
                self.live.shelf.hear(text, update)
                self.live.fanout.edit(text, epoch, found, update)
                self.live.progress.catch_up(text, found)

    async def _due(self) -> None:
        """Tell what has come due by itself, if no other process does."""
        if news := await come_due(self.live.database):
            self.live.fanout.announce(news)
        await self.live.judge.settle()
        await self.live.following.settle()

    async def _rounds(self) -> None:
        """Hand out what rounds there are."""
        await hand_out_all(self.live.database, self.live.fanout.announce)

    async def _name(self) -> None:
        """Name our people again to the other processes."""
        self.live.presence.say_again()
        self.live.talking.presence.say_again()

    async def _fold(self) -> None:
        """Fold the texts whose updates have grown many, each in a transaction of its own."""
        async with self.live.database.session() as session:
            texts = await to_fold(session)
        for text in texts:
            async with self.live.database.session() as session:
                folded = await fold(session, text)
                await session.commit()
            log.info("folded %d updates of text %s", folded, text)
