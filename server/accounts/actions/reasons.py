"""For what somebody is invited: which school asks, and for which child; else an invitation looks like any trap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import aliased
from sqlmodel import col, select

from server.accounts.models import Group
from server.columns import now
from server.people.actions import in_force
from server.people.actions.protect import is_protected
from server.people.models import Person, Relation, RelationKind
from server.schools.models import Class, ClassKind, School

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from server.accounts.actions.member import Member
    from server.work import Work


@dataclass(frozen=True)
class Reason:
    """Why somebody is invited. Nothing of it is said where it would betray somebody whose identity is protected."""

    group: Group
    place: str = ""
    """The school, or for its first administrator the organisation."""
    whom: tuple[str, ...] = ()
    """A pupil's class; a home's children by their given names, each with the class."""


async def reasons(work: Work, school: School, members: Iterable[Member]) -> dict[UUID, Reason]:
    """Give why each of some members of a school is invited; who belongs to it in several ways, by the last of them."""
    found = list(members)
    classes, children, guarded = await _children(work, school, [one.person.id for one in found if one.group is Group.guardians])
    rooms = {one.id: one.name for one in classes}

    def reason(one: Member) -> Reason:
        if is_protected(one.person) or one.person.id in guarded:
            return Reason(one.group)
        named = [rooms[key] for key in one.classes if key in rooms] if one.group is Group.pupils else children.get(one.person.id, ())
        return Reason(one.group, school.name, tuple(sorted(named)))

    return {one.person.id: reason(one) for one in found}


async def _children(work: Work, school: School, adults: list[UUID]) -> tuple[list[Class], dict[UUID, list[str]], set[UUID]]:
    """Give a school's classes; the children there of each of some adults; and the adults who have a child with protected identity."""
    rooms = list(await work.session.exec(select(Class).where(Class.school_id == school.id, Class.kind == ClassKind.homeroom)))
    going = aliased(Relation)
    rows = await work.session.exec(
        select(Relation.person_id, Person, going.class_id)
        .join(Person, col(Person.id) == Relation.pupil_id)
        .join(going, (going.person_id == Person.id) & (going.kind == RelationKind.pupil_in), isouter=True)  # type: ignore[arg-type]
        .where(col(Relation.person_id).in_(adults), col(Relation.kind).in_((RelationKind.guardian_of, RelationKind.contact_for)))
        .where(in_force(now()), col(going.until).is_(None) | (col(going.until) > now()))
    )
    names = {one.id: one.name for one in rooms}
    children: dict[UUID, list[str]] = defaultdict(list)
    guarded = set()
    for adult, pupil, klass in rows:
        if is_protected(pupil):
            guarded.add(adult)
        elif klass in names:
            children[adult].append(f"{pupil.given_name}, {names[klass]}")
    return rooms, children, guarded
