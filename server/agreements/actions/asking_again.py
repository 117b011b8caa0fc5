"""Asking again whoever has not answered what is proposed: after three days and after seven, whichever process looks first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import exists
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.agreements.actions.telling import mail_those_asked
from server.agreements.events import AssentReminded
from server.agreements.models import Agreement, AssentReminder
from server.columns import now
from server.people.models import Person
from server.people.policy import Actor
from server.plans.policy import has_left
from server.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.db import Database
    from server.work import News

AFTER = (timedelta(days=3), timedelta(days=7))
TOO_LATE = timedelta(days=2)
"""So long after its time nobody is asked again: what a stopped server has missed by far is left to the next time."""


async def ask_again(database: Database, settings: Settings, announce: Callable[[list[News]], None]) -> None:
    """Ask again of every proposal whose time has come, one after another."""
    for number, after in enumerate(AFTER):
        while True:
            async with database.session() as session:
                agreement = await _due(session, number, after)
                if agreement is None:
                    break
                news = await _ask(session, settings, agreement, number)
            announce(news)


async def _due(session: AsyncSession, number: int, after: timedelta) -> Agreement | None:
    """Hold a proposal that still waits and was not asked of again; one that another process holds is passed over."""
    told = exists().where(col(AssentReminder.agreement_id) == Agreement.id, col(AssentReminder.number) == number)
    waits = col(Agreement.taken_back).is_(None) & col(Agreement.version_id).is_(None)
    at = now()
    wanted = select(Agreement).where(waits, Agreement.at <= at - after, Agreement.at > at - after - TOO_LATE, ~told)
    held = wanted.order_by(col(Agreement.at)).limit(1).with_for_update(of=Agreement, skip_locked=True)
    return (await session.exec(held)).unique().first()


async def _ask(session: AsyncSession, settings: Settings, agreement: Agreement, number: int) -> list[News]:
    """Ask those again who have not answered; the table itself holds that it is done once."""
    made = insert(AssentReminder).values(id=uuid4(), agreement_id=agreement.id, number=number, at=now()).on_conflict_do_nothing()
    if (await session.exec(made.returning(col(AssentReminder.id)))).first() is None:
        return []
    plan = agreement.plan
    nobody = Person(id=uuid4(), organisation_id=plan.organisation_id, source_id="", given_name="", family_name="")
    work = Work(session, Actor(nobody, ()), by_itself=True)
    if plan.proposed is not None and not has_left(plan):
        for person in await mail_those_asked(work, plan, settings):
            work.tell(AssentReminded(plan=plan.id, agreement=agreement.id, person=person))
    return await work.commit()
