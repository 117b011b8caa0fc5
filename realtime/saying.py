"""The quiet chat of a talk: lines are rows as long as it goes on, so that a page that comes back has them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from realtime.looking import look
from server.errors import Code, RefusedError
from server.people.models import Person
from server.talks.models import Talk, TalkLine
from server.talks.policy import is_in, may_see

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from realtime.places import TalkSeat
    from server.db import Database

MOST_LINES = 200
"""Lines of one talk: it is for links, not for talking."""


def line_of(line: TalkLine, name: str) -> dict[str, object]:
    """Say a line of the chat."""
    return {"id": line.id, "person": str(line.person_id), "name": name, "words": line.words, "at": line.at.isoformat()}


async def chats(session: AsyncSession, talks: Collection[UUID]) -> dict[UUID, list[dict[str, object]]]:
    """Give what was said in some talks, the oldest first."""
    wanted = select(TalkLine, Person).join(Person, col(Person.id) == TalkLine.person_id)
    rows = await session.exec(wanted.where(col(TalkLine.talk_id).in_(talks)).order_by(col(TalkLine.id)))
    found: dict[UUID, list[dict[str, object]]] = {talk: [] for talk in talks}
    for line, person in rows:
        found[line.talk_id].append(line_of(line, person.name))
    return found


async def keep(database: Database, seat: TalkSeat, words: str) -> dict[str, object]:
    """Keep a line, by the rules as they are now; the talk's row is held, so that none comes after its end.

    Raises:
        RefusedError: `full`, or that the person is not in the session any more.
    """
    async with look(database, seat.visitor) as work:
        talk = await work.find(Talk, seat.talk, see=may_see, may=is_in, lock=True)
        counted = await work.session.exec(select(func.count()).select_from(TalkLine).where(TalkLine.talk_id == talk.id))
        if counted.one() >= MOST_LINES:
            raise RefusedError(Code.full)
        line = TalkLine(talk_id=talk.id, person_id=work.actor.id, words=words)
        work.session.add(line)
        await work.commit()
        return line_of(line, work.actor.person.name)
