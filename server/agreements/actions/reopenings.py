"""That a locked version was opened again, by whom and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.audit.models import Event
from server.events import PlanMoved
from server.people.actions import named
from server.plans.models import Phase

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.models import Person
    from server.plans.models import Version


@dataclass(frozen=True)
class Reopening:
    """Who opened the plan again, when, and the reason that was given."""

    at: datetime
    person: Person | None
    reason: str


async def reopening_of(session: AsyncSession, version: Version) -> Reopening | None:
    """Give how the plan was opened again after a version was locked, if it was: the first time after it."""
    wanted = (
        select(Event)
        .where(Event.plan_id == version.plan_id, Event.kind == PlanMoved.kind(), col(Event.at) >= version.at)
        .where(col(Event.data)["old"].astext.in_([Phase.agreed, Phase.in_use]), col(Event.data)["new"].astext == Phase.talk)
        .order_by(col(Event.id))
        .limit(1)
    )
    if (event := (await session.exec(wanted)).first()) is None:
        return None
    people = await named(session, [event.actor_id] if event.actor_id else [])
    return Reopening(event.at, people.get(event.actor_id) if event.actor_id else None, str(event.data.get("reason", "")))
