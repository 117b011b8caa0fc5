"""The schools and classes near somebody, as the start page names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.schools.models import Class, ClassKind, School
from server.schools.policy import administers_any

if TYPE_CHECKING:
    from uuid import UUID

    from server.work import Work


async def class_names(work: Work, classes: set[UUID]) -> dict[UUID, str]:
    """Give the names of the classes that tasks are about: a teacher of a group is not tied to the homeroom itself."""
    return dict((await work.session.exec(select(Class.id, Class.name).where(col(Class.id).in_(classes)))).all())


async def places_part(work: Work) -> dict[str, Any]:
    """Gather the schools and classes a person is tied to; those who watch over a school get its homeroom classes."""
    ties = work.actor.ties
    watched = {tie.school_id for tie in ties if tie.school_id and tie.class_id is None}
    classes = await work.session.exec(
        select(Class)
        .where(
            col(Class.id).in_({tie.class_id for tie in ties if tie.class_id})
            | (col(Class.school_id).in_(watched) & (col(Class.kind) == ClassKind.homeroom))
        )
        .order_by(Class.name)
    )
    schools = await work.session.exec(
        select(School).where(col(School.id).in_({tie.school_id for tie in ties if tie.school_id})).order_by(School.name)
    )
    return {"schools": list(schools), "classes": list(classes), "administers": administers_any(work.actor)}
