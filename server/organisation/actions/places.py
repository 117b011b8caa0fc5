"""An organisation's schools, with how many classes and pupils each has; adding one by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import distinct, func
from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.organisation.events import SchoolAdded, SchoolRenamed
from server.organisation.models import BY_HAND
from server.organisation.policy import may_open
from server.people.actions import in_force
from server.people.models import Relation, RelationKind
from server.schools.models import Class, ClassKind, Organisation, School

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work


@dataclass(frozen=True)
class Place:
    """A school, and how many homeroom classes and pupils it has now."""

    school: School
    classes: int
    pupils: int

    @property
    def by_hand(self) -> bool:
        """Whether it was added here, and so is renamed here."""
        return self.school.source_id.startswith(BY_HAND)


async def organisation_of(work: Work, *, lock: bool = False, may: object = None) -> Organisation:
    """Give the actor's organisation, if the actor administers something in it.

    With `lock` others who change its schools and years wait, so that what was compared still holds when it is written.
    """
    key = work.actor.person.organisation_id
    return await work.find(Organisation, key, see=may_open, may=may, lock=lock)  # type: ignore[arg-type]


async def places(work: Work, organisation: UUID) -> list[Place]:
    """Give the schools by name; pupils whom the actor may not know of are not counted: a number one too high would betray them."""
    there = (col(Relation.class_id) == Class.id) & (col(Relation.kind) == RelationKind.pupil_in) & in_force(now())
    known = col(Relation.person_id).not_in(work.actor.hidden)
    rows = await work.session.exec(
        select(School, func.count(distinct(col(Relation.class_id))), func.count(distinct(col(Relation.person_id))))
        .join(Class, (col(Class.school_id) == School.id) & (col(Class.kind) == ClassKind.homeroom), isouter=True)
        .join(Relation, there & known, isouter=True)
        .where(School.organisation_id == organisation)
        .group_by(col(School.id))
        .order_by(School.name)
    )
    return [Place(*row) for row in rows]


async def add_school(work: Work, organisation: Organisation, key: UUID, name: str) -> None:
    """Add a school by hand; no roster names it, so none changes it."""
    if await work.session.get(School, key) is not None:
        return
    await _refuse_a_second(work.session, organisation.id, name)
    work.session.add(School(id=key, organisation_id=organisation.id, source_id=f"{BY_HAND}{key}", name=name))
    work.tell(SchoolAdded(school=key))


async def rename_school(work: Work, school: School, name: str) -> None:
    """Give a school another name."""
    if school.name == name:
        return
    await _refuse_a_second(work.session, school.organisation_id, name, but=school.id)
    school.name = name
    work.tell(SchoolRenamed(school=school.id))


async def _refuse_a_second(session: AsyncSession, organisation: UUID, name: str, but: UUID | None = None) -> None:
    """Hold that no other school of the organisation has a name.

    Raises:
        WrongFormError: one has.
    """
    same = select(School.id).where(School.organisation_id == organisation, func.lower(School.name) == name.lower())
    if set(await session.exec(same)) - {but}:
        raise WrongFormError({"name": _("There is already a school with this name.")})
