"""The agenda in one's own words, and how to take part otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from server.errors import UnknownError
from server.talks import actions, policy
from server.talks.models import PointKind, Talk
from server.talks.routes.parts import answered
from server.web import Form, begin, key, read

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

Title = Annotated[str, Field(max_length=120)]
_ARRANGED = "talks/_arranged.html"
Minutes = Annotated[int, Field(ge=0, le=240)]


class AddPoint(Form):
    """A point in one's own words; the page chose its id."""

    id: UUID
    title: Annotated[str, Field(min_length=1, max_length=120)]
    minutes: Minutes = 5


class ChangePoint(Form):
    """What a point is called, for how long, and in which place; an empty title is the one that the point has by itself."""

    title: Title = ""
    minutes: Minutes = 0
    place: Annotated[int, Field(ge=1, le=99)]


class ReachOtherwise(Form):
    """A telephone number, or an outside meeting's address."""

    phone: Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9+() -]*$")] = ""
    link: Annotated[str, StringConstraints(max_length=500, pattern=r"^(https?://[^\s<>\"]+)?$")] = ""


async def _arrange(request: Request, change: Any) -> Response:  # noqa: ANN401  # from agenda to agenda
    """Change the agenda, and answer with it."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.may_run, lock=True)
        actions.arrange(work, talk, change([dict(one) for one in talk.agenda]))
        return await answered(request, work, talk, _ARRANGED)


def _place_of(agenda: list[dict[str, Any]], point: str) -> int:
    """Give where a point stands.

    Raises:
        UnknownError: there is none.
    """
    for place, one in enumerate(agenda):
        if one["key"] == point:
            return place
    raise UnknownError


async def add_point(request: Request) -> Response:
    """Add a point at the end of the agenda; sent twice, it is added once."""
    wanted = await read(request, AddPoint)
    new = {"key": wanted.id.hex, "kind": str(PointKind.own), "title": wanted.title, "minutes": wanted.minutes}
    return await _arrange(request, lambda agenda: agenda if any(one["key"] == new["key"] for one in agenda) else [*agenda, new])


async def change_point(request: Request) -> Response:
    """Call a point otherwise, give it another time or another place."""
    wanted, point = await read(request, ChangePoint), request.path_params["point"]

    def change(agenda: list[dict[str, Any]]) -> list[dict[str, Any]]:
        one = agenda.pop(_place_of(agenda, point))
        title = wanted.title or (one["title"] if one["kind"] == PointKind.own else "")
        agenda.insert(wanted.place - 1, {**one, "title": title, "minutes": wanted.minutes})
        return agenda

    return await _arrange(request, change)


async def remove_point(request: Request) -> Response:
    """Take a point off the agenda."""
    point = request.path_params["point"]
    return await _arrange(request, lambda agenda: [one for one in agenda if one["key"] != point])


async def reach_otherwise(request: Request) -> Response:
    """Say how to take part where the browser's sound finds no way."""
    wanted = await read(request, ReachOtherwise)
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see, may=policy.may_run, lock=True)
        actions.reach(work, talk, wanted.phone, wanted.link)
        return await answered(request, work, talk, _ARRANGED)
