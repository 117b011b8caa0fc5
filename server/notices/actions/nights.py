"""The night's mail: what somebody has not read, told in one mail a night, by the clock they live by.

What is due is a query over the notices themselves, so nothing has to be remembered: a night that was missed is made good by whoever looks
next, and the row of person and night decides that there is no second mail, however many processes look and whatever their clocks do.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.columns import now
from server.i18n import at_clock
from server.mail import Mail, MailState, compose, say_again
from server.notices.actions import letters
from server.notices.actions.mailing import reached_at
from server.notices.actions.seeing import settle_unseen
from server.notices.models import FOR_THE_NIGHT, Digest, Notice
from server.notices.policy import NIGHT
from server.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, time
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.db import Database

AT_A_TIME = 200
"""People in one transaction."""
_ONE_AT_A_TIME = 7_153_273
"""The advisory lock under which one process writes the night's mails, and the others pass by."""
_DUE = text(f"""
    SELECT DISTINCT n.person_id FROM (SELECT person_id FROM notice WHERE {FOR_THE_NIGHT} AND at <= :begun) n
    JOIN person p ON p.id = n.person_id AND p.time_zone = :zone AND p.merged_into IS NULL
    WHERE NOT EXISTS (SELECT FROM digest d WHERE d.person_id = n.person_id AND d.night = :night)
      AND NOT EXISTS (SELECT FROM quiet_hours q WHERE q.person_id = n.person_id AND CASE WHEN q.begins > q.ends
            THEN CAST(:clock AS time) >= q.begins OR CAST(:clock AS time) < q.ends
            ELSE CAST(:clock AS time) >= q.begins AND CAST(:clock AS time) < q.ends END)
    ORDER BY n.person_id LIMIT {AT_A_TIME}
""")  # noqa: S608  # nothing from outside is in it
"""Whose night has come, by one clock: something is unread from before it, no mail of it was written, and they want mails now."""


async def write_nights(database: Database, settings: Settings) -> int:
    """Write the night's mails that are due, some people at a time; gives how many people were looked after."""
    async with database.session() as session:
        zones = list(await session.exec(select(Person.time_zone).distinct()))
    count = 0
    for zone in zones:
        while done := await _write_some(database, settings, zone):
            count += done
    return count


def night_of(at: datetime, zone: str, begins: time) -> tuple[date, datetime]:
    """Give the night that has come last by somebody's clock, as its day and as the moment from which its mails are written.

    The day hangs on what the clock on the wall shows: so an hour that is left out, or comes twice, makes no night fall out or come twice.
    """
    local = at_clock(at, zone)
    day = local.date() if local.time() >= begins else local.date() - timedelta(days=1)
    return day, datetime.combine(day, begins, local.tzinfo).astimezone(UTC)


async def _write_some(database: Database, settings: Settings, zone: str) -> int:
    """Write the night's mails to some people who live by one clock, if no other process is at it."""
    at = now()
    night, begun = night_of(at, zone, settings.night_begins)
    async with database.session() as session:
        if not (await session.exec(select(func.pg_try_advisory_xact_lock(_ONE_AT_A_TIME)))).one():
            return 0
        due = {"begun": begun, "zone": zone, "night": night, "clock": at_clock(at, zone).time()}
        people = [row[0] for row in await (await session.connection()).execute(_DUE, due)]
        if mine := await _mark(session, people, night):
            await _write(session, settings, mine, begun)
        await session.commit()
    return len(people)


async def _mark(session: AsyncSession, people: Sequence[UUID], night: date) -> dict[UUID, Digest]:
    """Note that these people's night is written; gives those whose was not yet, which the table itself holds."""
    if not people:
        return {}
    rows = [Digest(person_id=one, night=night).model_dump() for one in people]
    made = insert(Digest).values(rows).on_conflict_do_nothing(index_elements=["person_id", "night"])
    return {one.person_id: one for one in (await session.exec(made.returning(Digest))).scalars()}


async def _write(session: AsyncSession, settings: Settings, nights: dict[UUID, Digest], begun: datetime) -> None:
    """Write one mail to each of some people who may still read what is unread; who cannot be reached has that said on their page."""
    waiting = await _waiting(session, nights)
    wanted = (
        select(Notice)
        .where(col(Notice.person_id).in_(nights), text(FOR_THE_NIGHT), Notice.at <= begun)
        .order_by(col(Notice.person_id), col(Notice.bundle_id))
        .with_for_update()
    )
    unread: dict[UUID, list[Notice]] = {}
    for one in await settle_unseen(session, list(await session.exec(wanted))):
        unread.setdefault(one.person_id, []).append(one)
    for key, (person, address) in (await reached_at(session, sorted(unread))).items():
        if (mail := waiting.get(key)) is not None:
            say_again(mail, letters.digest(settings, []))
        else:
            mail = compose(settings, person, letters.digest(settings, [one.id for one in unread[key]]), address)
            mail.stops = NIGHT
            session.add(mail)
        nights[key].mail_id = mail.id
        for one in unread[key]:
            one.mail_id, one.mailed = mail.id, one.event_id


async def _waiting(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, Mail]:
    """Hold the mails of earlier nights that have not left yet: what is new is told by them, too, so that one comes and not several.

    They are held before the notices, so that nobody who acts waits for a mail server.
    """
    rows = await session.exec(
        select(Mail)
        .where(col(Mail.person_id).in_(people), Mail.kind == letters.DIGEST, Mail.state == MailState.waiting)
        .order_by(col(Mail.id))
        .with_for_update()
    )
    return {one.person_id: one for one in rows}
