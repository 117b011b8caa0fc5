"""Which talks go on, and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.people.models import Person
from server.talks.models import Attendance, Talk

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession


async def open_talks(session: AsyncSession, plans: Collection[UUID]) -> list[Talk]:
    """Give the talks of some plans that go on, the oldest first."""
    wanted = select(Talk).where(col(Talk.plan_id).in_(plans), col(Talk.ended).is_(None)).order_by(col(Talk.begun), col(Talk.id))
    return list((await session.exec(wanted)).unique())


async def present_in(session: AsyncSession, talk: Talk) -> list[Person]:
    """Give those who are in a talk's session, in the order in which they came; a line that is lost changes nothing."""
    wanted = (
        select(Person)
        .join(Attendance, col(Attendance.person_id) == Person.id)
        .where(Attendance.talk_id == talk.id, col(Attendance.until).is_(None))
        .order_by(col(Attendance.since), col(Attendance.id))
    )
    return list(await session.exec(wanted))
