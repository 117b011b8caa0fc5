"""Looking at the database as a visitor: the socket's way into the unit of work."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.actions import still_live
from server.people.actions import act_as
from server.plans.models import Plan
from server.work import Work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from uuid import UUID

    from realtime.seats import Visitor
    from server.db import Database


@asynccontextmanager
async def look(database: Database, visitor: Visitor) -> AsyncIterator[Work]:
    """Begin a unit of work that changes nothing, with the visitor's ties as they are now.

    Raises:
        SignInError: the session has ended since the connection was let in.
    """
    async with database.session() as session:
        await still_live(session, visitor.session)
        work = Work(session, await act_as(session, visitor.person))
        yield work
        if work.told:  # a look at a pupil with protected identity is noted
            await work.commit()


async def revisions_of(database: Database, plans: Iterable[UUID]) -> dict[UUID, int]:
    """Give the revisions of plans as they are now, by id.

    To be asked after a seat is taken: what was told between the look at the rules and the seat has reached nobody there,
    and a page learns of it only from a revision that is newer than its own.
    """
    async with database.session() as session:
        return dict((await session.exec(select(Plan.id, Plan.revision).where(col(Plan.id).in_(list(plans))))).all())
