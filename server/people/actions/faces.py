"""Pictures beside names, where a page names many people: one look for the whole page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.people.actions.looking import look_at
from server.people.models import Person, Picture

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from server.work import Work


async def faces(work: Work, people: Iterable[Person]) -> dict[UUID, str]:
    """Give the marks of the pictures that the actor sees of some persons; where there is none, their initials are shown.

    Whoever was looked at before in the same work is not looked at again: all parts of a page share what this gives.
    """
    new = {one.id: one for one in people if one.id not in work.faces}
    if new:
        pictured = await work.session.exec(select(Picture.id).where(col(Picture.id).in_(new)))
        looks = await look_at(work, [new[key] for key in pictured])
        work.faces.update({key: looks[key].picture if key in looks else "" for key in new})
    return work.faces
