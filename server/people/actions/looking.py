"""People as somebody else sees them: only those, and only of them what, they may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.errors import UnknownError
from server.people.actions.acting import actors_of
from server.people.models import Person, Picture, Profile
from server.people.policy import Someone, may_see_person, may_see_picture, seen_details, sees_needs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.work import Work


@dataclass(frozen=True)
class Look:
    """One person as the actor sees them."""

    someone: Someone
    details: dict[str, str]
    needs: bool
    """Whether the languages may be seen."""
    picture: str = ""
    """The mark of the picture, where there is one that may be seen."""

    @property
    def person(self) -> Person:
        """The person."""
        return self.someone.person


async def someone(session: AsyncSession, key: UUID) -> Someone:
    """Load a person as others look at them; it is not judged yet who may.

    Raises:
        UnknownError: there is no such person.
    """
    person = await session.get(Person, key)
    if person is None:
        raise UnknownError
    return (await several(session, [person]))[key]


async def several(session: AsyncSession, people: Iterable[Person]) -> dict[UUID, Someone]:
    """Load several persons as others look at them."""
    actors = await actors_of(session, people)
    rows = await session.exec(select(Profile).where(col(Profile.person_id).in_(actors)))
    profiles = {one.person_id: one for one in rows}
    marks = dict((await session.exec(select(Picture.id, Picture.mark).where(col(Picture.id).in_(actors)))).all())
    return {
        key: Someone(one.person, one.ties, profiles.get(key) or Profile(person_id=key), marks.get(key, "")) for key, one in actors.items()
    }


async def look_at(work: Work, people: Iterable[Person]) -> dict[UUID, Look]:
    """Give those of some persons whom the actor may know of, in the same order; a look at somebody protected is noted."""
    known = {key: one for key, one in (await several(work.session, people)).items() if may_see_person(work.actor, one)}
    work.saw(*known)
    return {key: _look(work.actor, one) for key, one in known.items()}


def _look(actor: Actor, other: Someone) -> Look:
    """Say what the actor sees of a person."""
    picture = other.picture if may_see_picture(actor, other) else ""
    return Look(other, seen_details(actor, other), sees_needs(actor, other), picture)
