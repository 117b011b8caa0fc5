"""As what a person is known to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.people.actions.duties import Duty, by_person
from server.people.models import Person, RelationKind
from server.people.policy import AT_WORK, FAMILY, known_as
from server.schools.models import Class, ClassKind, School

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.actions.looking import Look
    from server.people.policy import Tie
    from server.work import Work

_MOST_PLACES = 8


async def known(work: Work, looks: dict[UUID, Look]) -> dict[UUID, dict[RelationKind, list[str]]]:
    """Say as what each person is known to the actor: pupil of a class, guardian of a child, teacher of a subject."""
    ties = {key: known_as(work.actor, look.someone) for key, look in looks.items()}
    names = await _names(work.session, [tie for found in ties.values() for tie in found])
    duties = [Duty(looks[key].person, tie.kind, _place(tie, names)) for key, found in ties.items() for tie in found]
    found = by_person(one for one in duties if one.place or one.kind not in FAMILY)
    return {key: {kind: sorted(places)[:_MOST_PLACES] for kind, places in kinds.items()} for key, kinds in found.items()}


def _place(tie: Tie, names: dict[UUID, str]) -> str:
    """Say in a word where a tie leads: to the child, for a teacher to the subject or the homeroom, for others to the class or school."""
    if tie.kind in FAMILY:
        return names.get(tie.pupil_id, "") if tie.pupil_id else ""
    if tie.kind is RelationKind.teacher_in:
        return tie.subject or (names.get(tie.class_id, "") if tie.class_id else "")
    return next((names[key] for key in (tie.class_id, tie.school_id) if key in names), "")


async def _names(session: AsyncSession, ties: list[Tie]) -> dict[UUID, str]:
    """Give the names of the homeroom classes, schools and children that ties lead to."""
    classes = await session.exec(
        select(Class.id, Class.name).where(
            col(Class.id).in_({tie.class_id for tie in ties if tie.class_id}), Class.kind == ClassKind.homeroom
        )
    )
    schools = await session.exec(
        select(School.id, School.name).where(col(School.id).in_({tie.school_id for tie in ties if tie.kind in AT_WORK and tie.school_id}))
    )
    people = await session.exec(select(Person).where(col(Person.id).in_({tie.pupil_id for tie in ties if tie.kind in FAMILY})))
    return dict(classes.all()) | dict(schools.all()) | {one.id: one.name for one in people}
