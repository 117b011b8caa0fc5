"""Which subjects have a part in pupils' plans: in one question, however many pupils there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from server.columns import now
from server.people.actions import in_force
from server.people.models import Relation, RelationKind
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession


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
