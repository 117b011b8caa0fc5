"""Which homes and subjects have a part in a pupil's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.columns import now
from server.people.actions import FAMILY, gives_rights, in_force
from server.people.models import Relation, RelationKind
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession


async def households_of(session: AsyncSession, pupil: UUID) -> list[UUID]:
    """Give the homes of a pupil."""
    rows = await session.exec(
        select(Relation.household_id)
        .where(Relation.pupil_id == pupil, col(Relation.kind).in_(FAMILY), gives_rights(now()), col(Relation.household_id).is_not(None))
        .distinct()
        .order_by(col(Relation.household_id))
    )
    return [row for row in rows if row is not None]


async def subjects_of(session: AsyncSession, pupil: UUID) -> list[str]:
    """Give the subjects of the groups that a pupil is in, and those that somebody teaches in the pupil's classes."""
    at = now()
    classes = select(Relation.class_id).where(Relation.person_id == pupil, Relation.kind == RelationKind.pupil_in, in_force(at))
    groups = await session.exec(select(Class.subject).where(col(Class.id).in_(classes), Class.kind == ClassKind.group))
    taught = await session.exec(
        select(Relation.subject).where(col(Relation.class_id).in_(classes), Relation.kind == RelationKind.teacher_in, in_force(at))
    )
    return sorted({one for one in (*groups, *taught) if one})
