"""The namespace of talks: who is in the room, where the talk is, hands, the quiet chat, and signals between two pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from realtime import door
from realtime.calling import Part, is_full
from realtime.forms import Nothing, read
from realtime.judged import JudgedRoom
from realtime.looking import look
from realtime.places import TalkSeat, said_of, state_of
from realtime.presence import free_colour
from realtime.saying import chats, keep
from realtime.talk_forms import EnterTalk, FollowLead, Hand, Say, TakePart, read_signal
from server.columns import now
from server.errors import Code, RefusedError
from server.people.models import Person
from server.talks.actions.guests import kind_of
from server.talks.actions.reaching import is_relayed, ways
from server.talks.models import Talk
from server.talks.policy import is_in, may_see, role_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime.live import Live
    from realtime.seats import Visitor


class TalkRoom(JudgedRoom):
    """A connection is in one talk at a time, and only while its person is in the talk's session."""

    def __init__(self, live: Live) -> None:
        """Take the parts."""
        super().__init__("/talk", live)
        self.talking = live.talking

    async def on_connect(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> None:  # noqa: ARG002  # the cookie says who it is
        """Let a connection in."""
        self.live.seats.enter(await door.enter(sid, "/talk", environ, self.live.database, self.live.settings))

    async def on_disconnect(self, sid: str, *_: object) -> None:
        """See a connection off; the session of the talk goes on for its person."""
        self.talking.rise(sid)
        self.live.seats.leave(sid)

    async def on_enter(self, sid: str, given: object) -> dict[str, object]:
        """Take a place in a talk, and get everything anew: who is here, where it is, what was said."""
        visitor = self._visitor(sid)
        wanted = read(EnterTalk, given)
        talk, seat, said = await self.live.judge.steady(partial(self._look, visitor, wanted))
        if sid not in self.live.seats.visitors:
            raise RefusedError(Code.not_joined)
        visitor.colour = free_colour(visitor, self.talking.presence.people(talk.id))
        self.talking.sit(seat)
        try:  # what was told between the look and the place has reached nobody here
            talk, _, said = await self._look(visitor, wanted)
        except RefusedError:
            self.talking.rise(sid)
            raise
        self.talking.said[talk.id].update(int(str(one["id"])) for one in said)
        visitor.refusals = 0
        people = self.talking.presence.people(talk.id)
        return {"ok": True, **state_of(talk), "you": said_of(seat), "people": people, "chat": said, **self._ways(seat)}

    async def _look(self, visitor: Visitor, wanted: EnterTalk) -> tuple[Talk, TalkSeat, list[dict[str, object]]]:
        """Give a talk by the rules as they are now, the place of the visitor in it, and what was said."""
        async with look(self.live.database, visitor) as work:
            talk = await work.find(Talk, wanted.talk, see=may_see, may=is_in)
            kind = await kind_of(work.session, talk, work.actor.id)
            seat = TalkSeat(visitor, talk.id, role_in(work.actor, talk), kind, wanted.room, wanted.follows)
            seat.hand = _moment() if wanted.hand else None
            pupil = await work.session.get_one(Person, talk.plan.pupil_id)
            seat.relayed = is_relayed(self.live.settings, work.actor.person, pupil)
            return talk, seat, (await chats(work.session, [talk.id]))[talk.id]

    def on_leave(self, sid: str, given: object) -> dict[str, object]:
        """Give up the place; the session of the talk is left by HTTP."""
        self._seat(sid)
        read(Nothing, given)
        self.talking.rise(sid)
        return {"ok": True}

    def on_hand(self, sid: str, given: object) -> dict[str, object]:
        """Put one's hand up, or take it down."""
        seat = self._seat(sid)
        wanted = read(Hand, given)
        if wanted.up is not (seat.hand is not None):
            seat.hand = _moment() if wanted.up else None
            self.talking.presence.change(seat.talk)
        return {"ok": True}

    def on_follow(self, sid: str, given: object) -> dict[str, object]:
        """Follow whoever leads, or look around."""
        seat = self._seat(sid)
        wanted = read(FollowLead, given)
        if wanted.on is not seat.follows:
            seat.follows = wanted.on
            self.talking.presence.change(seat.talk)
        return {"ok": True}

    async def on_say(self, sid: str, given: object) -> dict[str, object]:
        """Say a line in the chat; the answer comes after it is kept."""
        seat = self._seat(sid)
        if not seat.lines.take():
            raise RefusedError(Code.slow_down)
        wanted = read(Say, given)
        line = await keep(self.live.database, seat, wanted.words)
        self.talking.tell_line(seat.talk, line)
        self.live.post.send("said", talk=seat.talk, line=line)
        return {"ok": True, "id": line["id"]}

    def on_call(self, sid: str, given: object) -> dict[str, object]:
        """Take part with sound and picture, do so otherwise, or no longer."""
        seat = self._seat(sid)
        wanted = read(TakePart, given).part
        if wanted and not seat.part and is_full(self.talking.presence.people(seat.talk), seat):
            raise RefusedError(Code.full)
        since = seat.part.since if seat.part else _moment()
        seat.part = Part(since, wanted.sound, wanted.picture) if wanted else None
        self.talking.presence.change(seat.talk)
        return {"ok": True}

    def on_ways(self, sid: str, given: object) -> dict[str, object]:
        """Give the servers by which to be reached again, before the credentials end."""
        seat = self._seat(sid)
        read(Nothing, given)
        return {"ok": True, **self._ways(seat)}

    def _ways(self, seat: TalkSeat) -> dict[str, object]:
        """Give the servers by which a place can be reached."""
        found = ways(self.live.settings, seat.talk, seat.visitor.person.id, now())
        return {"ice": found.ice, "lasts": found.lasts, "relayed": seat.relayed}

    def on_signal(self, sid: str, given: object) -> dict[str, object]:
        """Pass a signal on to another page in the same talk."""
        seat = self._seat(sid, fast=True)
        if not seat.signals.take():
            raise RefusedError(Code.slow_down)
        wanted = read_signal(given)
        if not self.talking.signal(seat, wanted.to, wanted.data):
            raise RefusedError(Code.forbidden)
        return {"ok": True}

    def _seat(self, sid: str, *, fast: bool = False) -> TalkSeat:
        """Give the place of a connection, if the rate allows it to ask.

        Raises:
            RefusedError: `slow_down`, or `not_joined` for a connection that is in no talk.
        """
        visitor = self.live.seats.visitors.get(sid) if fast else self._visitor(sid)
        if visitor is None or (seat := self.talking.by_sid.get(sid)) is None:
            raise RefusedError(Code.not_joined)
        return seat


def _moment() -> int:
    """Give the present moment in milliseconds, by which hands stand in order."""
    return int(now().timestamp() * 1000)
