"""The search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.people import policy
from server.people.actions import known, search
from server.schools.models import Class, School
from server.web import begin, show

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work

LONGEST_SEARCH = 100
PAGE = 25


async def show_search(request: Request) -> Response:
    """Find people, classes and schools among those that one may see."""
    wanted = request.query_params.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    given = request.query_params.get("page", "")
    number = max(1, int(given)) if given.isascii() and given.isdecimal() and len(given) < len("1000") else 1
    async with begin(request) as work:
        found = await search(work, wanted)
        first = (number - 1) * PAGE
        looks = dict(list(found.people.items())[first : first + PAGE])
        return await show(
            work,
            request,
            "people/search.html",
            wanted=wanted,
            found=found,
            looks=looks,
            roles=await known(work, looks),
            pupils={one for one, look in looks.items() if policy.may_see_pupil_page(work.actor, look.someone)},
            schools=await _schools_of(work, found.classes),
            number=number,
            before=number > 1,
            after=len(found.people) > first + PAGE,
        )


async def _schools_of(work: Work, classes: list[Class]) -> dict[UUID, School]:
    """Give the schools of classes."""
    rows = await work.session.exec(select(School).where(col(School.id).in_({one.school_id for one in classes})))
    return {one.id: one for one in rows}
