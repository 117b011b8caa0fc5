"""What the school has done to somebody's sign-in: said on their next page, and in sight for a while where they look after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlmodel import col, select

from server.accounts.events import InterventionsSeen
from server.audit.models import INTERVENTIONS, Event
from server.columns import now
from server.people.actions import named

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person
    from server.work import Work

IN_SIGHT = timedelta(days=90)


@dataclass(frozen=True)
class Intervention:
    """One act of somebody else's: a second step reset, or a slip printed though there was a password."""

    kind: str
    at: datetime
    by: Person | None
    reason: str
    seen: bool
    """Whether its person has said that they know of it."""


async def interventions(session: AsyncSession, person: UUID) -> list[Intervention]:
    """Give what was done to somebody's sign-in of late, newest first."""
    wanted = select(Event).where(Event.data["person"].astext == str(person), text(INTERVENTIONS), col(Event.at) > now() - IN_SIGHT)
    rows = list(await session.exec(wanted.order_by(col(Event.id).desc())))
    seen = max((row.id or 0 for row in rows if row.kind == InterventionsSeen.kind()), default=0)
    done = [row for row in rows if row.kind == "second_factor_reset" or row.data.get("had_password")]
    people = await named(session, [row.actor_id for row in done])
    return [
        Intervention(row.kind, row.at, people.get(row.actor_id) if row.actor_id else None, row.data.get("reason", ""), (row.id or 0) < seen)
        for row in done
    ]


def know_of_them(work: Work) -> None:
    """Say that one knows of all that was done: the start page says it no more."""
    work.tell(InterventionsSeen(person=work.actor.id))
