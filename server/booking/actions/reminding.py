"""Calling talks to mind, a day and an hour before: once each, whichever process looks, also after a restart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.booking.actions.inviting import invite
from server.booking.events import TalkReminded
from server.booking.models import Ahead, Booking, TalkReminder
from server.columns import now
from server.people.policy import nobody
from server.plans.policy import has_left
from server.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.db import Database
    from server.work import News

BEFORE = {Ahead.hour: timedelta(hours=1), Ahead.day: timedelta(days=1)}
TOO_LATE = {Ahead.hour: timedelta(), Ahead.day: timedelta(hours=2)}
"""So shortly before a talk it is called to mind no more: what was missed is missed, and the next one is near."""
AT_A_TIME = 50


async def remind_all(database: Database, settings: Settings, announce: Callable[[list[News]], None]) -> None:
    """Call to mind every talk whose time has come, some at a time."""
    for ahead in Ahead:
        while news := await _remind(database, settings, ahead):
            announce(news)


async def _remind(database: Database, settings: Settings, ahead: Ahead) -> list[News]:
    """Call some talks of one organisation to mind; those that another process holds are passed over."""
    async with database.session() as session:
        due = await _due(session, ahead)
        if not due:
            return []
        organisation = due[0].plan.organisation_id
        work = Work(session, nobody(organisation), by_itself=True)
        for booking in due:
            if booking.plan.organisation_id == organisation and await _mark(session, booking, ahead) and not has_left(booking.plan):
                told = TalkReminded(plan=booking.plan_id, booking=booking.id, household=booking.household_id, host=booking.host_id)
                work.tell(told)
                await invite(work, settings, booking, told)
        return await work.commit()


async def _due(session: AsyncSession, ahead: Ahead) -> list[Booking]:
    """Give talks whose time has come and that were not called to mind; one that was booked or moved after that moment is fresh in mind."""
    at, before = now(), BEFORE[ahead]
    told = exists().where(
        col(TalkReminder.booking_id) == col(Booking.id),
        col(TalkReminder.starts) == col(Booking.starts),
        col(TalkReminder.ahead) == ahead,
    )
    wanted = select(Booking).where(
        col(Booking.cancelled).is_(None),
        col(Booking.starts) <= at + before,
        col(Booking.starts) > at + TOO_LATE[ahead],
        col(Booking.changed) <= col(Booking.starts) - before,
        ~told,
    )
    held = wanted.order_by(col(Booking.starts)).limit(AT_A_TIME).with_for_update(of=Booking, skip_locked=True)
    return list((await session.exec(held)).unique())


async def _mark(session: AsyncSession, booking: Booking, ahead: Ahead) -> bool:
    """Note that a talk is called to mind; the table itself holds that it is so once."""
    row = {"booking_id": booking.id, "starts": booking.starts, "ahead": ahead, "at": now()}
    made = insert(TalkReminder).values(row).on_conflict_do_nothing()
    return (await session.exec(made.returning(col(TalkReminder.booking_id)))).first() is not None
