"""Who of the school really reads a pupil's plan: the rules that judge are asked of each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions.acting import actors_of, in_force
from server.people.actions.relations import named
from server.people.models import Relation, RelationKind
from server.people.policy import standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.actions.whereabouts import PupilAt

_WATCH = (RelationKind.principal_of, RelationKind.observer_in)


async def watching(session: AsyncSession, places: Iterable[PupilAt]) -> list[Relation]:
    """Give the ties of those who may read every plan of the schools a pupil goes to: principals and special educators."""
    kept = list(places)
    rows = await session.exec(
        select(Relation).where(
            col(Relation.kind).in_(_WATCH),
            in_force(now()),
            col(Relation.school_id).in_({one.school_id for one in kept})
            | col(Relation.organisation_id).in_({one.organisation_id for one in kept}),
        )
    )
    return list(rows)


async def who_read(session: AsyncSession, places: Iterable[PupilAt], people: Iterable[UUID]) -> set[UUID]:
    """Give those of some of the staff who read a pupil's plan as things are now: of a protected pupil only who is granted."""
    kept = list(places)
    actors = await actors_of(session, (await named(session, people)).values())
    return {key for key, actor in actors.items() if any(standing(actor, place).staff for place in kept)}
