"""Carries pushes away: taken for a while, sent without holding anything, and then noted what became of each."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col, select

from server.columns import now
from server.i18n import LANGUAGES, words
from server.notices.actions.devices import lose
from server.notices.actions.seeing import settle_unseen
from server.notices.models import Notice, Push, PushDevice, PushState
from server.notices.policy import CANNOT_WAIT, GROUP_OF
from server.people.models import Person
from server.push import Browser, UnreachableError, send

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    import httpx
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.db import Database

AT_A_TIME = 50
TOGETHER = 8
"""Pushes that are under way at once."""
TAKEN = timedelta(seconds=60)
"""So long a push is left to the process that has taken it; then that has died, and the next one sends it again."""
PAUSES = (30, 120, 600, 3600)
"""Seconds from one try to the next; after the last a push is given up: by then there is the mail, and the badge."""
TAKES = range(200, 300)
GONE = frozenset({404, 410})
LATER = frozenset({408, 425, 429})


async def push_all(database: Database, settings: Settings, client: httpx.AsyncClient) -> int:
    """Send what is due, some at a time; gives how many were sent or given up."""
    count = 0
    while taken := await _take(database, settings):
        room = asyncio.Semaphore(TOGETHER)
        await asyncio.gather(*(_send(database, settings, client, one, room) for one in taken))
        count += len(taken)
    return count


Taken = tuple[Push, PushDevice, Notice, bytes]


async def _take(database: Database, settings: Settings) -> list[Taken]:
    """Take some that are due for a while, and drop those whose notice has been read or may no longer be read."""
    async with database.session() as session:
        wanted = select(Push).where(Push.state == PushState.waiting, Push.next_try <= now()).order_by(col(Push.next_try)).limit(AT_A_TIME)
        pushes = list(await session.exec(wanted.with_for_update(skip_locked=True)))
        fresh = await _with_news(session, pushes)
        taken = []
        for push in pushes:
            if (found := fresh.get(push.id)) is None:
                push.state, push.error = PushState.dropped, "read"
            else:
                push.next_try, push.tries = now() + TAKEN, push.tries + 1
                device, notice, person = found
                taken.append((push, device, notice, _payload(settings, person, notice)))
        await session.commit()
    return taken


async def _with_news(session: AsyncSession, pushes: Sequence[Push]) -> dict[UUID, tuple[PushDevice, Notice, Person]]:
    """Give those pushes of which there still is something to read, each with where it goes."""
    rows = await session.exec(
        select(Push.id, PushDevice, Notice, Person)
        .join(PushDevice, col(PushDevice.id) == Push.device_id)
        .join(Notice, col(Notice.id) == Push.notice_id)
        .join(Person, col(Person.id) == Push.person_id)
        .where(col(Push.id).in_([one.id for one in pushes]))
    )
    found = {key: (device, notice, person) for key, device, notice, person in rows}
    unread = await settle_unseen(session, [notice for _, notice, _ in found.values() if notice.read is None or not notice.shown])
    seen = {one.id for one in unread if one.push}
    return {key: one for key, one in found.items() if one[1].id in seen}


def _payload(settings: Settings, person: Person, notice: Notice) -> bytes:
    """Write what is pushed: that there is something new, in the person's language, and which notice leads there."""
    said = words(person.language if person.language in LANGUAGES else settings.language)
    told = {"title": said.say("Something new in Stegvis"), "notice": str(notice.id), "language": said.language, "direction": said.direction}
    return json.dumps(told, ensure_ascii=False).encode()


async def _send(database: Database, settings: Settings, client: httpx.AsyncClient, taken: Taken, room: asyncio.Semaphore) -> None:
    """Send one push, and note what became of it."""
    push, device, notice, payload = taken
    browser = Browser(device.endpoint, device.p256dh, device.auth)
    urgent = GROUP_OF.get(notice.kind) == "booking" or notice.kind in CANNOT_WAIT
    async with room:
        try:
            status = await send(client, settings, browser, payload, notice.id.hex, urgent=urgent)
        except UnreachableError:
            status = 0
    async with database.session() as session:
        await _note(session, push, device.id, status)
        await session.commit()


async def _note(session: AsyncSession, push: Push, device: UUID, status: int) -> None:
    """Note what a push service has answered; one that knows the browser no longer ends all that waits for it."""
    mine = update(Push).where(col(Push.id) == push.id, col(Push.state) == PushState.waiting)
    if status in TAKES:
        await session.exec(mine.values(state=PushState.sent, sent=now(), error=""))
        await session.exec(update(PushDevice).where(col(PushDevice.id) == device).values(last_sent=now()))
    elif status in GONE:
        await lose(session, device)
    elif (status == 0 or status in LATER or status >= 500) and push.tries <= len(PAUSES):  # noqa: PLR2004  # a fault of theirs
        pause = timedelta(seconds=PAUSES[push.tries - 1])
        await session.exec(mine.values(next_try=now() + pause, error="unreachable"))
    else:
        await session.exec(mine.values(state=PushState.failed, error="unreachable" if status == 0 else "refused"))
