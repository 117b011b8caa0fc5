"""Classes made by hand, for a school without a roster or before it comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from server.columns import now
from server.errors import WrongFormError, _
from server.organisation.events import ClassAdded, ClassChanged
from server.organisation.models import BY_HAND
from server.people.actions import in_force
from server.people.models import Relation
from server.schools.models import Class, ClassKind

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.schools.models import School
    from server.work import Work


@dataclass(frozen=True)
class Named:
    """What a class is called, of which year it is, and, for a teaching group, its subject."""

    name: str
    year: str = ""
    subject: str = ""

    @property
    def kind(self) -> ClassKind:
        """A class that has a subject is a teaching group."""
        return ClassKind.group if self.subject else ClassKind.homeroom


async def add_class(work: Work, school: School, key: UUID, named: Named) -> None:
    """Add a class or a teaching group by hand; sent twice it is added once. A roster that names it by its name takes it for its own."""
    await work.once(key)
    if await work.session.get(Class, key) is not None:
        return
    await _refuse_a_second(work.session, school.id, named)
    work.session.add(
        Class(
            id=key,
            organisation_id=school.organisation_id,
            school_id=school.id,
            source_id=f"{BY_HAND}{key}",
            name=named.name,
            kind=named.kind,
            year=named.year,
            subject=named.subject,
        )
    )
    work.tell(ClassAdded(school_class=key, school=school.id))


async def change_class(work: Work, klass: Class, named: Named) -> None:
    """Call a class made by hand something else; what it is, a class or a group, it stays."""
    subject = named.subject if klass.kind is ClassKind.group else ""
    if (klass.name, klass.year, klass.subject) == (named.name, named.year, subject):
        return
    await _refuse_a_second(work.session, klass.school_id, named, but=klass.id)
    klass.name, klass.year, klass.subject = named.name, named.year, subject
    work.tell(ClassChanged(school_class=klass.id, school=klass.school_id))


async def _refuse_a_second(session: AsyncSession, school: UUID, named: Named, but: UUID | None = None) -> None:
    """Hold that no other class of the school that is in use has a name; those of years that are over may have had it.

    Raises:
        WrongFormError: one has.
    """
    used = select(Relation.id).where(Relation.class_id == Class.id, in_force(now())).exists()
    same = select(Class.id).where(
        Class.school_id == school, func.lower(Class.name) == named.name.lower(), used | col(Class.source_id).startswith(BY_HAND)
    )
    if set(await session.exec(same)) - {but}:
        raise WrongFormError({"name": _("There is already a class with this name.")})
