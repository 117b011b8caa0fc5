"""Who is in which talk over the socket: their places, judged anew with every change; where the talk is; what is said beside it."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import col, select

from realtime.errands import Errands
from realtime.fanout import TIES
from realtime.places import TalkSeat, said_of, state_of
from realtime.presence import Presence
from realtime.saying import chats
from server.errors import Code
from server.pages.names import TALK_LEFT, TALK_OVER
from server.people.actions import actors_of
from server.people.models import Person
from server.talks.models import Talk
from server.talks.policy import is_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime.live import Live
    from server.work import News


class TalkPresence(Presence):
    """Who is in a talk over the socket, across processes."""

    def __init__(self, talking: Talking) -> None:
        """Take the places."""
        super().__init__(talking.live.seats, talking.tell_people, talking.publish_people)
        self.talking = talking

    def places(self) -> list[UUID]:
        """Give the talks in which somebody is here."""
        return list(self.talking.by_talk)

    def here(self, place: UUID) -> list[dict[str, object]]:
        """Give those of this process."""
        return [said_of(seat) for seat in self.talking.by_talk.get(place, {}).values()]


class Talking:
    """The talks of this process; the truth is in the database, and of hands in the clients."""

    def __init__(self, live: Live) -> None:
        """Take the parts."""
        self.live = live
        self.by_talk: dict[UUID, dict[str, TalkSeat]] = defaultdict(dict)
        self.by_sid: dict[str, TalkSeat] = {}
        self.said: dict[UUID, set[int]] = defaultdict(set)
        """The lines that were told here, by talk."""
        self.errands = Errands()
        self.presence = TalkPresence(self)

    # Places.

    def sit(self, seat: TalkSeat) -> None:
        """Take a place; a connection is in one talk at a time."""
        self.rise(seat.visitor.sid)
        self.by_talk[seat.talk][seat.visitor.sid] = seat
        self.by_sid[seat.visitor.sid] = seat
        self.presence.change(seat.talk)

    def rise(self, sid: str) -> None:
        """Give up a place."""
        seat = self.by_sid.pop(sid, None)
        if seat is None:
            return
        self.by_talk[seat.talk].pop(sid, None)
        if not self.by_talk[seat.talk]:
            del self.by_talk[seat.talk]
            self.said.pop(seat.talk, None)
        self.presence.change(seat.talk)

    # What others do.

    def hear(self, news: list[News]) -> None:
        """Judge the places in talks anew where something has happened; whoever stands at a talk's door looks again."""
        touched = {UUID(str(one.data["talk"])) for one in news if one.data.get("talk")}
        if any(one.kind in TIES or one.kind == "plan_moved" for one in news):
            touched |= set(self.by_talk)
        self.live.pages.ask({UUID(str(one.data["person"])) for one in news if one.data.get("talk") and one.data.get("person")})
        if here := touched & set(self.by_talk):
            self.errands.surely(partial(self.judge, here))

    async def judge(self, talks: Iterable[UUID]) -> None:
        """Hold the places in some talks against the rules as they are now; tell those who stay where the talk is."""
        async with self.live.database.session() as session:
            found = {talk.id: talk for talk in (await session.exec(select(Talk).where(col(Talk.id).in_(talks)))).unique()}
            seats = [seat for key in talks for seat in self.by_talk.get(key, {}).values()]
            people = await session.exec(select(Person).where(col(Person.id).in_({seat.visitor.person.id for seat in seats})))
            actors = await actors_of(session, people)
        for seat in seats:
            talk, actor = found.get(seat.talk), actors.get(seat.visitor.person.id)
            if talk is None or actor is None or not is_in(actor, talk):
                self.put_out(seat, TALK_OVER if talk is None or talk.ended else TALK_LEFT)
        for key, talk in found.items():
            self.live.wire.broadcast("state", state_of(talk), namespace="/talk", to=list(self.by_talk.get(key, ())))

    def put_out(self, seat: TalkSeat, why: str) -> None:
        """Take a place away, and say why."""
        if self.by_sid.get(seat.visitor.sid) is not seat:
            return
        self.rise(seat.visitor.sid)
        said = {"talk": str(seat.talk), "code": str(Code.unknown), "message": seat.visitor.words.say(why)}
        self.live.wire.broadcast("over", said, namespace="/talk", to=[seat.visitor.sid])

    # Telling.

    def tell_people(self, talk: UUID, people: list[dict[str, object]]) -> None:
        """Give a talk's list of people to its pages."""
        self.live.wire.broadcast("people", {"talk": str(talk), "people": people}, namespace="/talk", to=list(self.by_talk.get(talk, ())))

    def publish_people(self, talk: UUID, people: list[dict[str, object]]) -> None:
        """Give our part of the list to other processes."""
        self.live.post.send("in_talk", talk=talk, people=people)

    def tell_line(self, talk: UUID, line: dict[str, object]) -> None:
        """Tell a line of the chat, once."""
        key = int(str(line["id"]))
        if talk in self.by_talk and key not in self.said[talk]:
            self.said[talk].add(key)
            self.live.wire.broadcast("said", {"talk": str(talk), "line": line}, namespace="/talk", to=list(self.by_talk[talk]))

    async def look(self) -> None:
        """Tell the lines that no hint brought."""
        if not self.by_talk:
            return
        async with self.live.database.session() as session:
            for talk, said in (await chats(session, list(self.by_talk))).items():
                for line in said:
                    self.tell_line(talk, line)

    # Signals.

    def signal(self, seat: TalkSeat, to: str, data: dict[str, object]) -> bool:
        """Pass a signal on to another connection in the same talk, here or elsewhere; say whether there is one."""
        if all(one["client"] != to for one in self.presence.people(seat.talk)):
            return False
        said: dict[str, object] = {"talk": str(seat.talk), "from": seat.visitor.sid, "data": data}
        if not self.signal_here(seat.talk, to, said):
            self.live.post.send("signal", talk=seat.talk, to=to, said=said)
        return True

    def signal_here(self, talk: UUID, to: str, said: dict[str, object]) -> bool:
        """Give a signal to a connection of this process that is in the talk; say whether it is."""
        if to not in self.by_talk.get(talk, {}):
            return False
        self.live.wire.broadcast("signal", said, namespace="/talk", to=[to])
        return True
