"""Which homes and subjects have a part in pupils' plans: in a few questions, however many pupils there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from server.columns import now
from server.people.actions import FAMILY, gives_rights, in_force
from server.people.models import Relation, RelationKind
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession


async def households_of(session: AsyncSession, pupils: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Give the homes of each pupil; every pupil is there."""
    rows = await session.exec(
        select(Relation.pupil_id, Relation.household_id)
        .where(
            col(Relation.pupil_id).in_(pupils),
            col(Relation.kind).in_(FAMILY),
            gives_rights(now()),
            col(Relation.household_id).is_not(None),
        )
        .distinct()
        .order_by(col(Relation.household_id))
    )
    found: dict[UUID, list[UUID]] = {one: [] for one in pupils}
    for pupil, household in rows:
        if pupil is not None and household is not None:
            found[pupil].append(household)
    return found


async def subjects_of(session: AsyncSession, pupils: Collection[UUID]) -> dict[UUID, list[str]]:
    """Give the subjects of the groups that each pupil is in, and those that somebody teaches in the pupil's classes."""
    at = now()
    taught = aliased(Relation)
    goes = (
        select(Relation.person_id, Class.kind, Class.subject, col(taught.subject))
        .join(Class, col(Class.id) == Relation.class_id)
        .join(
            taught,
            (col(taught.class_id) == Class.id)
            & (col(taught.kind) == RelationKind.teacher_in)
            & (col(taught.since) <= at)
            & (col(taught.until).is_(None) | (col(taught.until) > at)),
            isouter=True,
        )
        .where(col(Relation.person_id).in_(pupils), Relation.kind == RelationKind.pupil_in, in_force(at))
        .distinct()
    )
    found: dict[UUID, set[str]] = {one: set() for one in pupils}
    for pupil, kind, own, said in await session.exec(goes):
        found[pupil].update(one for one in (own if kind is ClassKind.group else "", said) if one)
    return {pupil: sorted(subjects) for pupil, subjects in found.items()}
