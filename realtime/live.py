"""Everything live of one process, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from realtime.committer import Committer, Edit
from realtime.fanout import TIES, Fanout
from realtime.following import Following
from realtime.judge import Judge
from realtime.pages import Pages
from realtime.post import Post
from realtime.presence import Presence
from realtime.progress import Progress
from realtime.seats import Seats
from realtime.stirring import Stirring
from realtime.sync import Shelf
from realtime.talking import Talking
from realtime.watch import Watch

if TYPE_CHECKING:
    from realtime.wire import LiveServer
    from server.config import Settings
    from server.db import Database
    from server.work import News


class Live:
    """The parts, each knowing only what it needs; the truth is in the database and none of it here."""

    def __init__(self, wire: LiveServer, database: Database, settings: Settings) -> None:
        """Put the parts together; nothing runs yet."""
        self.wire = wire
        self.database = database
        self.settings = settings
        self.seats = Seats()
        self.shelf = Shelf(database)
        self.post = Post(settings.redis_url, self._hear)
        self.presence = Presence(self.seats, self._tell_people, self._publish_people)
        self.pages = Pages(self.seats, wire, database)
        self.judge = Judge(self.seats, database, wire, self.presence, self.pages)
        self.progress = Progress()
        self.following = Following(self.seats, wire, database)
        self.stirring = Stirring(self.following, wire, database)
        self.fanout = Fanout(self.seats, wire, self.post, self.judge, database, self.progress)
        self.fanout.listeners.append(self.stirring.hear)
        self.talking = Talking(self)
        self.fanout.listeners.append(self.talking.hear)
        self.committer = Committer(database.address, self._kept, self.shelf.drop)
        self.watch = Watch(self)

    def start(self) -> None:
        """Begin to run."""
        self.committer.start()
        self.post.start()
        self.watch.start()

    async def stop(self) -> None:
        """Stop, with everything kept that was taken."""
        await self.watch.stop()
        await self.watch.delivery.stop()
        await self.committer.stop()
        await self.fanout.errands.stop()
        await self.stirring.errands.stop()
        await self.talking.errands.stop()
        await self.post.stop()

    def announce(self, news: list[News]) -> None:
        """Tell what was just committed here; an empty list says that it is more than fits: then the database is looked at, at once."""
        self.fanout.announce(news)
        if not news or any(one.kind in TIES for one in news):
            self.watch.look_now()  # for those around, too
        if any(one.kind in {"round_begun", "round_widened"} for one in news):
            self.watch.hand_out_now()

    def _kept(self, edit: Edit, seq: int) -> None:
        """Pass a committed edit on."""
        self.fanout.edit(edit.text, edit.epoch, seq, edit.payload, skip=edit.visitor.sid)
        self.post.send("edit", text=edit.text, epoch=edit.epoch, seq=seq, update=edit.payload)
        if seq == 1:
            self.stirring.hear_writing(edit.plan)
            self.post.send("begun", plan=edit.plan)

    def _tell_people(self, plan: UUID, people: list[dict[str, object]]) -> None:
        """Give a plan's list of people to its pages."""
        to = [one.sid for one in self.seats.those(self.seats.by_plan.get(plan, ())) if one.plans[plan].guest_of is None]
        self.wire.broadcast("here", {"plan": str(plan), "people": people}, namespace="/plan", to=to)

    def _publish_people(self, plan: UUID, people: list[dict[str, object]]) -> None:
        """Give our part of the list to other processes."""
        self.post.send("here", plan=plan, people=people)

    def _hear(self, message: dict[str, object]) -> None:
        """Take a hint of another process."""
        match message.get("kind"):
            case "edit":
                text, update = UUID(str(message["text"])), message["update"]
                if isinstance(update, bytes):
                    self.shelf.hear(text, update)
                    self.fanout.edit(text, int(str(message["epoch"])), int(str(message["seq"])), update)
            case "news":
                self.watch.look_now()
            case "begun":
                self.stirring.hear_writing(UUID(str(message["plan"])))
            case "here":
                self.presence.hear(UUID(str(message["plan"])), str(message["from"]), message["people"])  # type: ignore[arg-type]
            case "in_talk":
                self.talking.presence.hear(UUID(str(message["talk"])), str(message["from"]), message["people"])  # type: ignore[arg-type]
            case "said":
                self.talking.tell_line(UUID(str(message["talk"])), message["line"])  # type: ignore[arg-type]
            case "signal":
                self.talking.signal_here(UUID(str(message["talk"])), str(message["to"]), message["said"])  # type: ignore[arg-type]
            case "point":
                self.fanout.point_here(UUID(str(message["text"])), message["point"])  # type: ignore[arg-type]
