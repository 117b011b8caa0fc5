"""Inviting very many beside the requests, a few at a time: whoever asked gets an answer at once, and sees how far it is."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from sqlalchemy import func
from sqlmodel import select

from server.accounts import policy
from server.accounts.actions.invitations import invite_all
from server.accounts.actions.members import members
from server.errors import RefusedError
from server.people.actions import act_as
from server.people.models import Person
from server.people.policy import may_see_school
from server.schools.models import School
from server.work import working

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.accounts.actions.member import Member
    from server.accounts.models import Group
    from server.config import Settings
    from server.db import Database
    from server.people.policy import Actor
    from server.work import News

log = logging.getLogger("stegvis.inviting")

AT_ONCE = 20
"""Invitations that one request may make itself."""
A_BATCH = 25
_LOCKS = UUID("0b9f6d0e-8f0c-4f3b-9a7e-5f6f4d1d9f11")


@dataclass(frozen=True)
class Whom:
    """Those who wait for an invitation in a school: all, or those of a class, of a group, of both."""

    school: UUID
    klass: UUID | None = None
    group: Group | None = None

    def of(self, found: list[Member]) -> list[Member]:
        """Give those who wait out of a school's people, each once."""
        waiting = {
            one.person.id: one
            for one in found
            if one.waits and (self.klass is None or self.klass in one.classes) and (self.group is None or one.group is self.group)
        }
        return list(waiting.values())


@dataclass
class Inviting:
    """The many invitations under way in this process. For a school there is one at a time, known to live by a lock in the database."""

    settings: Settings
    database: Database
    announce: Callable[[list[News]], None]
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def begin(self, actor: UUID, whom: Whom) -> None:
        """Begin, and come back when it holds its lock, or another does already."""
        begun = asyncio.Event()
        task = asyncio.create_task(self._run(actor, whom, begun))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        await begun.wait()

    async def stop(self) -> None:
        """Break off what is under way; whoever is invited stays so."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _run(self, actor: UUID, whom: Whom, begun: asyncio.Event) -> None:
        """Invite batch after batch, until nobody waits any longer or the right to invite has ended."""
        try:
            async with self.database.session() as session:
                if await is_free(session, whom.school):
                    begun.set()
                    while await self._some(actor, whom):
                        pass
        except RefusedError:
            log.info("the right to invite ended meanwhile")
        except Exception:
            log.exception("inviting broke off")
        finally:
            begun.set()

    async def _some(self, actor: UUID, whom: Whom) -> bool:
        """Invite a few in a transaction of their own, and say whether there may be more."""

        async def actor_of(session: AsyncSession) -> Actor:
            return await act_as(session, await session.get_one(Person, actor))

        async with working(self.database, actor_of, self.announce) as work:
            school = await work.find(School, whom.school, see=may_see_school, may=policy.may_invite)
            some = whom.of(await members(work, school))[:A_BATCH]
            await invite_all(work, self.settings, school, some)
        return bool(some)


async def is_free(session: AsyncSession, school: UUID) -> bool:
    """Whether nobody is inviting a school's people just now; then this transaction holds the lock until its end."""
    return bool((await session.exec(select(func.pg_try_advisory_xact_lock(uuid5(_LOCKS, str(school)).int % 2**63)))).one())
