"""Cancelling talks that need not or cannot be: of a plan that is agreed on, a pupil who has left, a household that is nobody's any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_
from sqlmodel import col, select

from server.booking.actions.taking import cancel
from server.booking.models import Booking
from server.booking.policy import BOOKABLE
from server.columns import now
from server.people.actions import FAMILY, born_by, in_force, local_day
from server.people.models import Person, Relation, RelationKind
from server.people.policy import nobody
from server.plans.models import Plan
from server.schools.models import Class, ClassKind
from server.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.db import Database
    from server.work import News

AT_A_TIME = 50


async def release_all(database: Database, settings: Settings, announce: Callable[[list[News]], None]) -> None:
    """Cancel every talk to come that can no longer be, some at a time; their times are free again."""
    while news := await _release(database, settings):
        announce(news)


async def _release(database: Database, settings: Settings) -> list[News]:
    """Cancel some talks of one organisation; those that another process holds are passed over."""
    async with database.session() as session:
        lost = await _lost(session)
        if not lost:
            return []
        organisation = lost[0].plan.organisation_id
        work = Work(session, nobody(organisation), by_itself=True)
        for booking in lost:
            if booking.plan.organisation_id == organisation:
                await cancel(work, settings, booking)
        return await work.commit()


async def _lost(session: AsyncSession) -> list[Booking]:
    """Give talks to come that can no longer be. What the home booked for a pupil who has come of age since is the pupil's to keep."""
    goes_there = (
        exists()
        .where(
            col(Relation.class_id) == col(Class.id), col(Class.school_id) == col(Booking.school_id), col(Class.kind) == ClassKind.homeroom
        )
        .where(col(Relation.kind) == RelationKind.pupil_in, col(Relation.person_id) == col(Booking.pupil_id), in_force(now()))
    )
    is_home = exists().where(
        col(Relation.kind).in_(FAMILY[:2]),
        col(Relation.pupil_id) == col(Booking.pupil_id),
        col(Relation.household_id) == col(Booking.household_id),
        in_force(now()),
    )
    is_of_age = exists().where(col(Person.id) == col(Booking.pupil_id), col(Person.born) <= born_by(local_day(now())))
    wanted = (
        select(Booking)
        .join(Plan, col(Plan.id) == col(Booking.plan_id))
        .where(
            col(Booking.cancelled).is_(None),
            col(Booking.starts) > now(),
            or_(~goes_there, col(Plan.phase).not_in(BOOKABLE), col(Booking.household_id).is_not(None) & ~is_home & ~is_of_age),
        )
    )
    held = wanted.order_by(col(Booking.starts)).limit(AT_A_TIME).with_for_update(of=Booking, skip_locked=True)
    return list((await session.exec(held)).unique())
