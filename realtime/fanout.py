"""A committed event or edit to those who may know of it, once each, whichever process it came from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from realtime.errands import Errands
from realtime.seats import may_hear
from realtime.told import Told
from server.booking.events import ForSome
from server.events import Happening
from server.notices.models import Notice
from server.people.actions import actors_of, around
from server.people.policy import standing
from server.plans.models import Plan
from server.preparations.models import Preparation
from server.preparations.policy import may_see as may_see_preparation

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime.judge import Judge
    from realtime.post import Post
    from realtime.progress import Progress
    from realtime.seats import Seats, Visitor
    from realtime.wire import LiveServer
    from server.db import Database
    from server.work import News

TIES = frozenset(
    ("came_of_age", "household_changed", "merge_undone", "persons_merged", "protection_changed", "relation_begun", "relation_ended")
)
"""What changes who may see whom: it comes in thousands when a roster is applied."""


class Fanout:
    """Tells the open pages of this process."""

    def __init__(self, seats: Seats, wire: LiveServer, post: Post, judge: Judge, database: Database, progress: Progress) -> None:
        """Take what it tells through."""
        self.seats = seats
        self.wire = wire
        self.post = post
        self.judge = judge
        self.database = database
        self.told = Told()
        self.progress = progress
        self.errands = Errands()
        self.listeners: list[Callable[[list[News]], None]] = []
        """Who else hears of what has not been told here before."""

    # Edits.

    def edit(self, text: UUID, epoch: int, seq: int, update: bytes, skip: str | None = None) -> None:
        """Give an edit to everyone at its text but whoever made it; those whose state is still being read get it after."""
        if text not in self.seats.by_text:
            return
        self.progress.hear(text, seq)
        said: dict[str, object] = {"text": str(text), "epoch": epoch, "seq": seq, "update": update}
        ready = []
        for sid in self.seats.by_text[text]:
            waiting = self.seats.visitors[sid].texts[text].waiting
            if waiting is None:
                ready.append(sid)
            else:
                waiting.append(said)
        self.wire.broadcast("edit", said, namespace="/plan", to=ready, skip=skip)

    def release(self, visitor: Visitor, text: UUID, known: int) -> None:
        """Give a visitor whose state has been read the edits that came meanwhile."""
        seat = visitor.texts.get(text)
        if seat is None or seat.waiting is None:
            return
        waiting, seat.waiting = seat.waiting, None
        for said in waiting:
            if int(str(said["seq"])) > known:
                self.wire.broadcast("edit", said, namespace="/plan", to=[visitor.sid])

    def begin_afresh(self, text: UUID, epoch: int) -> None:
        """Tell those who follow an older epoch of a text to open it again; who is opening it just now is answered by what is read."""
        those = self.seats.those(list(self.seats.by_text.get(text, ())))
        stale = [one for one in those if one.texts[text].waiting is None and one.texts[text].epoch != epoch]
        for one in stale:
            self.seats.rise_from_text(one, text)
        self.wire.broadcast("afresh", {"text": str(text), "epoch": epoch}, namespace="/plan", to=[one.sid for one in stale])

    # Carets.

    def point(self, visitor: Visitor, text: UUID, at: object) -> None:
        """Show a visitor's caret to the others at a text."""
        said = {"text": str(text), "client": visitor.sid, "name": visitor.person.name, "colour": visitor.colour, "at": at}
        self.point_here(text, said)
        self.post.send("point", text=text, point=said)

    def point_here(self, text: UUID, said: dict[str, object]) -> None:
        """Show a caret to those of this process."""
        self.wire.broadcast("point", said, namespace="/plan", to=self.seats.by_text.get(text, ()), skip=str(said.get("client")))

    # Events.

    def announce(self, news: list[News]) -> None:
        """Tell what was just committed here, and hint to the others that there is something new."""
        self.tell_all(news)
        self.post.send("news")

    def tell_all(self, news: list[News]) -> None:
        """Tell what has not been told here before; many ties that began or ended are judged together."""
        fresh = [one for one in news if self.told.is_new(one.event)]
        if ties := [(one, _happening(one)) for one in fresh if one.kind in TIES]:
            self.errands.surely(partial(self._judge_then_tell, ties))
        for one in fresh:
            if one.kind not in TIES:
                self._tell(one)
        for hear in self.listeners:
            hear(fresh)
        if hearers := {person for one in fresh for person in one.hearers}:
            self.count_soon(hearers)

    def _tell(self, news: News) -> None:
        """Tell one event."""
        happening = _happening(news)
        if happening.judged:
            self.errands.surely(partial(self._move_then_tell, news, happening))
        else:
            self._tell_plan(news, happening)
        if news.kind == "signed_out":
            self.errands.soon(self.judge.end_session(UUID(str(news.data["session"]))))

    async def _judge_then_tell(self, ties: list[tuple[News, Happening]]) -> None:
        """First take away what has ended, then tell those who are left."""
        await self.judge.after_ties(happening for _, happening in ties)
        for news, happening in ties:
            self._tell_plan(news, happening)

    async def _move_then_tell(self, news: News, happening: Happening) -> None:
        """The same for a plan that has come to another phase, or of which a part was handed in."""
        await self.judge.after_move(happening)
        self._tell_plan(news, happening)
        if news.plan is not None and self.seats.by_person:
            await self._count(await self._around(news.plan, happening))

    async def _around(self, plan: UUID, happening: Happening) -> set[UUID]:
        """Give those around a plan's pupil: their pages may show whose turn it is; of a preparation or a talk those who may know of it."""
        preparation = getattr(happening, "preparation", None)
        async with self.database.session() as session:
            found, part = await session.get(Plan, plan), await session.get(Preparation, preparation) if preparation else None
            people = await around(session, found) if found else []
            actors = await actors_of(session, people) if part or isinstance(happening, ForSome) else {}
            if isinstance(happening, ForSome) and found:
                return {one.id for one in people if happening.is_for(standing(actors[one.id], found))}
            return {one.id for one in people if part is None or may_see_preparation(actors[one.id], part)}

    def _tell_plan(self, news: News, happening: Happening) -> None:
        """Tell the pages of a plan that something happened: what and where, never what it says."""
        if news.plan is None:
            return
        said = {
            "plan": str(news.plan),
            "revision": news.revision,
            "kind": news.kind,
            "about": happening.about(),
            "carry": {"status": str(news.data["new"])} if news.kind == "goal_moved" else {},
        }
        to = [one.sid for one in self.seats.those(self.seats.by_plan.get(news.plan, ())) if may_hear(one, news.plan, happening)]
        self.wire.broadcast("news", said, namespace="/plan", to=to)

    def count_soon(self, people: set[UUID]) -> None:
        """Give persons the number for their badge shortly."""
        self.errands.surely(partial(self._count, people))

    async def _count(self, people: set[UUID]) -> None:
        """Give persons the number for their badge, on all their pages here."""
        here = [one for one in people if one in self.seats.by_person]
        if not here:
            return
        async with self.database.session() as session:
            rows = await session.exec(
                select(Notice.person_id, func.count())
                .where(col(Notice.person_id).in_(here), col(Notice.read).is_(None), col(Notice.shown))
                .group_by(col(Notice.person_id))
            )
            counts = dict(rows.all())
        for one in here:
            pages = [visitor.sid for visitor in self.seats.those(self.seats.by_person.get(one, ())) if visitor.namespace == "/me"]
            self.wire.broadcast("badge", {"unread": counts.get(one, 0)}, namespace="/me", to=pages)


def _happening(news: News) -> Happening:
    """Make the event again from its news."""
    return Happening.read(news.kind, {**news.data, "plan": news.plan})
