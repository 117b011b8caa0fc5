"""The unit of work: one transaction, one actor. Find, act, tell; commit; then announce."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count as count_up
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from sqlalchemy import func, update
from sqlmodel import SQLModel, col, select

from server.access import ProtectedSeen
from server.audit.actions import LOOKS
from server.audit.models import Event
from server.columns import now
from server.errors import ForbiddenError, UnknownError
from server.notices.actions import notify
from server.people.models import Person
from server.plans.models import Plan

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.db import Database
    from server.events import Happening
    from server.people.policy import Actor

Thing = TypeVar("Thing", bound=SQLModel)


@dataclass(frozen=True)
class News:
    """A committed event on its way out: ids and the plan's revision, never content."""

    event: int
    kind: str
    organisation: UUID
    plan: UUID | None
    revision: int | None
    data: dict[str, object]
    hearers: tuple[UUID, ...] = ()
    """The persons whose unread notices changed."""


@dataclass
class Work:
    """What one actor does in one transaction; nothing of it is seen by anybody before the commit."""

    session: AsyncSession
    actor: Actor
    told: list[Happening] = field(default_factory=list)
    faces: dict[UUID, str] = field(default_factory=dict)
    """The pictures that were looked for so far, by person; empty for initials."""
    again: bool = False
    """Whether an open page asks for itself once more: a look that is noted already is not noted a second time."""
    by_itself: bool = False
    """Whether nobody does it: the moment has come for it."""

    async def find(
        self,
        model: type[Thing],
        key: UUID,
        *,
        see: Callable[[Actor, Thing], bool],
        may: Callable[[Actor, Thing], bool] | None = None,
        lock: bool = False,
    ) -> Thing:
        """Load a thing that the actor may see, and may do something with: the only loader that routes and sockets use.

        With `lock` the row, and the plan it belongs to, are held until the commit, so that what was judged still holds when it is written.

        Raises:
            UnknownError: there is none, or the actor may not know of it.
            ForbiddenError: the actor may see it but not do this.
        """
        wanted = select(model).where(col(model.id) == key)  # type: ignore[attr-defined]
        if lock:
            wanted = wanted.with_for_update(of=model).execution_options(populate_existing=True)
        thing = (await self.session.exec(wanted)).unique().one_or_none()
        if lock and isinstance(plan := getattr(thing, "plan", None), Plan):
            await self.session.refresh(plan, with_for_update={"key_share": True})
        if thing is None or not see(self.actor, thing):
            raise UnknownError
        if may is not None and not may(self.actor, thing):
            raise ForbiddenError
        self.saw(_pupil_of(thing))
        return thing

    def saw(self, *pupils: UUID | None) -> None:
        """Note a look at those of some pupils whose identity is protected and whom the actor is granted by name."""
        noted = {one.pupil for one in self.told if isinstance(one, ProtectedSeen)}
        for pupil in self.actor.granted.intersection(pupils) - noted:
            self.tell(ProtectedSeen(pupil=pupil))

    async def once(self, key: UUID) -> None:
        """Hold the id that a form chose until the commit: sent twice at once, the form waits for itself and finds what it did."""
        await self.session.exec(select(func.pg_advisory_xact_lock(key.int % 2**63)))

    def tell(self, happening: Happening) -> None:
        """Say what has happened: kept, noticed and announced with the commit."""
        self.told.append(happening)

    async def commit(self) -> list[News]:
        """Keep the rows, the events and the notices in one transaction, and give what to announce."""
        await self.session.flush()
        news = [one for _, alike in groupby(self.told, key=type) for one in await self._keep(list(alike))]
        await self.session.commit()
        return news

    async def _keep(self, alike: list[Happening]) -> list[News]:
        """Write the rows of events of one kind, raise the plans' revisions, and make the notices."""
        if self.again and alike[0].kind() in LOOKS:
            alike = [one for one in alike if not await self._is_noted(one)]
        if not alike:
            return []
        revisions = await self._next_revisions(alike)
        told = [(self._row(one, revision), one) for one, revision in zip(alike, revisions, strict=True)]
        self.session.add_all([row for row, _ in told])
        await self.session.flush()
        if not alike[0].news:
            return []
        for (row, _), hearers in zip(told, await notify(self.session, self.actor, told), strict=True):
            row.data = {**row.data, "hearers": [str(one) for one in hearers]}
        return [news_of(row) for row, _ in told]

    def _row(self, happening: Happening, revision: int | None) -> Event:
        """Make an event's row."""
        return Event(
            kind=happening.kind(),
            organisation_id=self.actor.person.organisation_id,
            actor_id=None if self.by_itself or happening.is_nobodys() else self.actor.id,
            plan_id=happening.plan,
            pupil_id=getattr(happening, "pupil", None),
            revision=revision,
            data=data_of(happening),
        )

    async def _is_noted(self, happening: Happening) -> bool:
        """Whether the actor's looking at the same thing within the hour stands in the log: whoever claims to ask again hides nothing."""
        lately = col(Event.plan_id).is_not_distinct_from(happening.plan) & (col(Event.at) > now() - timedelta(hours=1))
        noted = select(Event.id).where(
            Event.actor_id == self.actor.id, Event.kind == happening.kind(), Event.data == data_of(happening), lately
        )
        return (await self.session.exec(noted.limit(1))).first() is not None

    async def _next_revisions(self, alike: list[Happening]) -> list[int | None]:
        """Count the plans' events up; their rows stay held, so revisions follow the order of commits."""
        if not alike[0].news:
            return [None] * len(alike)
        counts = Counter(one.plan for one in alike if one.plan is not None)
        if len(counts) > 1:  # held in one order, so that nobody waits for whoever waits for them
            await self.session.exec(select(Plan.id).where(col(Plan.id).in_(counts)).order_by(col(Plan.id)).with_for_update(key_share=True))
        before: dict[UUID, int] = {}
        for more in set(counts.values()):
            plans = [plan for plan, count in counts.items() if count == more]
            raised = update(Plan).where(col(Plan.id).in_(plans)).values(revision=Plan.revision + more)
            for plan, revision in await self.session.exec(raised.returning(col(Plan.id), col(Plan.revision))):
                before[plan] = revision - more
        ahead = {plan: count_up(revision + 1) for plan, revision in before.items()}
        return [next(ahead[one.plan]) if one.plan is not None else None for one in alike]


def data_of(happening: Happening) -> dict[str, object]:
    """Give what an event's row keeps beside its columns."""
    return happening.model_dump(mode="json", exclude={"plan"}, exclude_defaults=False)


def _pupil_of(thing: SQLModel) -> UUID | None:
    """Say which pupil a thing is about, if it is about one."""
    if isinstance(thing, Person):
        return thing.id
    about = getattr(thing, "plan", None) or thing
    return getattr(about, "pupil_id", None)


def news_of(row: Event) -> News:
    """Make news of a committed event row, the first time or again from the outbox."""
    data = dict(row.data)
    hearers = tuple(UUID(str(one)) for one in data.pop("hearers", []))
    return News(row.id or 0, row.kind, row.organisation_id, row.plan_id, row.revision, data, hearers)


@asynccontextmanager
async def working(
    database: Database, actor_of: Callable[[AsyncSession], object], announce: Callable[[list[News]], None]
) -> AsyncIterator[Work]:
    """Open a transaction for an actor; commit and announce at the end, or on any error change nothing."""
    async with database.session() as session:
        work = Work(session, await actor_of(session))  # type: ignore[misc]
        yield work
        news = await work.commit()
    if news:
        announce(news)
