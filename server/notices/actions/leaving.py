"""What leaves by itself: mails at once about what has no letter of its own, and pushes.

A notice says in `due` when it is to leave; it was written with the act, in its transaction. Here it is looked at again: what was read
meanwhile, or may no longer be read, is not told, and what comes in quiet hours waits until they are over.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import col, select

from server.audit.models import Event
from server.booking.models import Booking
from server.columns import now
from server.mail import put
from server.notices.actions import letters
from server.notices.actions.choosing import quiet_until
from server.notices.actions.mailing import reached_at
from server.notices.actions.seeing import settle_unseen
from server.notices.models import Mail, Notice, Push, PushDevice
from server.notices.policy import CANNOT_WAIT, GROUP_OF, NO_BADGE, OWN_LETTER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.db import Database

AT_A_TIME = 500


async def let_leave(database: Database, settings: Settings) -> int:
    """Let leave what is due, some at a time; gives how much was looked at."""
    count = 0
    while done := await _some(database, settings):
        count += done
    return count


async def _some(database: Database, settings: Settings) -> int:
    """Let some leave; what another process holds is passed over."""
    async with database.session() as session:
        wanted = select(Notice).where(col(Notice.due) <= now()).order_by(col(Notice.due)).limit(AT_A_TIME)
        notices = list(await session.exec(wanted.with_for_update(skip_locked=True)))
        if notices:
            await _leave(session, settings, notices)
        await session.commit()
    return len(notices)


async def _leave(session: AsyncSession, settings: Settings, notices: Sequence[Notice]) -> None:
    """Let notices leave that are unread, may still be read, and do not wait."""
    for one in notices:
        if one.read is not None:
            one.due = None
    unread = await settle_unseen(session, [one for one in notices if one.read is None])
    ready = await _that_do_not_wait(session, unread)
    await _mail(session, settings, [one for one in ready if one.mail is Mail.at_once and one.kind not in OWN_LETTER])
    await _push(session, [one for one in ready if one.push])
    for one in ready:
        one.due = None
        if one.kind in NO_BADGE:  # it stands in no list: nobody can read it there
            one.read = now()


async def _that_do_not_wait(session: AsyncSession, notices: Sequence[Notice]) -> list[Notice]:
    """Give what may leave now; the rest waits until its person's quiet hours are over, but for what would be of no use then."""
    quiet = await quiet_until(session, {one.person_id for one in notices}, now())
    starts = await _starts(session, [one for one in notices if one.person_id in quiet and one.kind == "talk_reminded"])
    ready = []
    for one in notices:
        end = quiet.get(one.person_id)
        if end is None or one.kind in CANNOT_WAIT or (one.id in starts and end >= starts[one.id]):
            ready.append(one)
        else:
            one.due = end
    return ready


async def _starts(session: AsyncSession, reminders: Sequence[Notice]) -> dict[UUID, datetime]:
    """Give when the talks begin that are called to mind, by the notice."""
    rows = await session.exec(select(Event.id, Event.data).where(col(Event.id).in_([one.event_id for one in reminders])))
    talks = {event: UUID(str(data["booking"])) for event, data in rows}
    begin = dict((await session.exec(select(Booking.id, Booking.starts).where(col(Booking.id).in_(talks.values())))).all())
    return {one.id: begin[talks[one.event_id]] for one in reminders if talks.get(one.event_id) in begin}


async def _mail(session: AsyncSession, settings: Settings, notices: Sequence[Notice]) -> None:
    """Put one mail into the outbox for each person and group of events, of all that has come together."""
    fresh = sorted((one for one in notices if one.event_id > one.mailed), key=lambda one: (one.person_id, GROUP_OF[one.kind]))
    reached = await reached_at(session, {one.person_id for one in fresh})
    for (key, group), some in groupby(fresh, key=lambda one: (one.person_id, GROUP_OF[one.kind])):
        theirs = list(some)
        if key in reached:
            person, address = reached[key]
            mail = await put(session, settings, person, letters.news(settings, [one.id for one in theirs]), address)
            mail.stops = group
            for one in theirs:
                one.mail_id, one.mailed = mail.id, one.event_id


async def _push(session: AsyncSession, notices: Sequence[Notice]) -> None:
    """Put a push into the outbox for each device of each person."""
    theirs = col(PushDevice.person_id).in_({one.person_id for one in notices})
    rows = await session.exec(select(PushDevice).where(theirs, col(PushDevice.gone).is_(None)))
    devices: dict[UUID, list[PushDevice]] = {}
    for device in rows:
        devices.setdefault(device.person_id, []).append(device)
    session.add_all(
        Push(person_id=one.person_id, device_id=device.id, notice_id=one.id, made=now(), next_try=now())
        for one in notices
        for device in devices.get(one.person_id, ())
    )
