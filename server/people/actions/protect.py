"""Protecting a pupil's identity, and saying by name who may know of the pupil nevertheless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_
from sqlmodel import col, select

from server.access import ProtectionChanged
from server.columns import now
from server.people.actions.acting import in_force
from server.people.actions.order import by_name
from server.people.actions.ties import begin, drop_notices
from server.people.models import Person, Relation, RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Concerned
    from server.work import Work


def is_protected(pupil: Person) -> bool:
    """Whether a pupil's identity is protected, by the roster or by hand."""
    return pupil.protected or pupil.protected_by is not None


async def granted(session: AsyncSession, pupil: UUID) -> list[Relation]:
    """Give who may know of a pupil with protected identity, by name."""
    rows = await session.exec(
        select(Relation)
        .where(Relation.pupil_id == pupil, Relation.kind == RelationKind.sees_protected, in_force(now()))
        .order_by(col(Relation.since), col(Relation.id))
    )
    return list(rows)


async def protect(work: Work, pupil: Person, others: Iterable[UUID], reason: str) -> None:
    """Protect a pupil's identity from now on.

    Whoever does it is granted by name, so that there is somebody who can grant others and lift it again.
    """
    if pupil.protected_by is not None:
        return
    pupil.protected = True
    pupil.protected_by = work.actor.id
    there = {one.person_id for one in await granted(work.session, pupil.id)}
    for person in dict.fromkeys((work.actor.id, *others)):
        if person not in there:
            await grant(work, pupil, person, reason)
    await _changed(work, pupil, reason)


async def unprotect(work: Work, pupil: Person, reason: str) -> None:
    """Lift the protection: those whom it had shut out see the pupil again. The names stay, and hold again if it returns."""
    if not is_protected(pupil):
        return
    pupil.protected, pupil.protected_by = False, None
    await _changed(work, pupil, reason)


async def _changed(work: Work, pupil: Person, reason: str) -> None:
    """Say that it has changed, on open pages too, and settle what can no longer be opened."""
    await drop_notices(work.session, None, pupil.id)
    work.tell(ProtectionChanged(pupil=pupil.id, on=is_protected(pupil), reason=reason))


async def staff_of(session: AsyncSession, pupil: Concerned) -> list[Person]:
    """Give the staff who have to do with a pupil at a school: whom it may be right to grant."""
    classes = select(Relation.class_id).where(Relation.person_id == pupil.pupil_id, Relation.kind == RelationKind.pupil_in, in_force(now()))
    tied = select(Relation.person_id).where(
        in_force(now()),
        or_(
            (col(Relation.pupil_id) == pupil.pupil_id) & (col(Relation.kind) == RelationKind.mentor_of),
            col(Relation.class_id).in_(classes) & (col(Relation.kind) == RelationKind.teacher_in),
            col(Relation.school_id) == pupil.school_id,
        ),
    )
    return sorted(await session.exec(select(Person).where(col(Person.id).in_(tied))), key=by_name)


async def grant(work: Work, pupil: Person, person: UUID, reason: str) -> None:
    """Grant somebody by name; the name gives no more than what their other relations give.

    Raises:
        WrongFormError: they are granted already.
    """
    await begin(work, Relation(person_id=person, kind=RelationKind.sees_protected, pupil_id=pupil.id, reason=reason))
