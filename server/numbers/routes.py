"""The numbers of a school, class by class, and of an organisation, school by school; as pages and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field
from sqlmodel import col, select
from starlette.responses import Response
from starlette.routing import Route

from server.columns import now
from server.numbers import policy
from server.numbers.actions import Group, as_csv, counted, least_of, set_least, told
from server.numbers.models import LEAST, MOST
from server.people.actions import local_day
from server.people.policy import may_see_school as may_know_school
from server.rounds.routes.places import place_of
from server.rounds.routes.terms import terms_part
from server.schools.models import Organisation, School
from server.web import Form, begin, go, language_of, read, show

if TYPE_CHECKING:
    from datetime import date

    from starlette.requests import Request

    from server.numbers.actions import Told
    from server.work import Work


class SetSmallestGroup(Form):
    """From how many pupils on a group is counted by itself."""

    pupils: Annotated[int, Field(ge=LEAST, le=MOST)]


async def _of_school(work: Work, request: Request) -> dict[str, Any]:
    """Gather a school's numbers."""
    place = await place_of(work, request)
    school = await work.find(School, place.id, see=lambda actor, one: may_know_school(actor, one) and policy.may_see_school(actor, one))
    figures = (await counted(work.session, [school.id], place.of))[school.id]
    groups = [Group(one.name, figures[one.id], one.id) for one in place.classes if one.id in figures]
    numbers = told(groups, await least_of(work.session, school.organisation_id))
    until = None if place.term else local_day(now())  # a term that is over has its last talk, and no line from there to today
    return {"place": place, "school": school, "numbers": numbers, "until": until, **await terms_part(work, place)}


async def _of_all(work: Work) -> dict[str, Any]:
    """Gather an organisation's numbers: of each school just what its own page tells."""
    organisation = await work.find(Organisation, work.actor.person.organisation_id, see=policy.may_see_all)
    rows = await work.session.exec(select(School).where(School.organisation_id == organisation.id).order_by(col(School.name)))
    schools = list(rows)
    least = await least_of(work.session, organisation.id)
    figures = await counted(work.session, [one.id for one in schools])
    wholes = [Group(one.name, told([Group("-", each) for each in figures[one.id].values()], least).whole, one.id) for one in schools]
    may_set = policy.may_set(work.actor, organisation)
    return {
        "organisation": organisation,
        "numbers": told(wholes, least),
        "may_set": may_set,
        "bounds": (LEAST, MOST),
        "until": local_day(now()),
    }


async def show_school_numbers(request: Request) -> Response:
    """Show a school's numbers."""
    async with begin(request) as work:
        return await show(work, request, "numbers/school.html", **await _of_school(work, request))


async def show_numbers(request: Request) -> Response:
    """Show an organisation's numbers."""
    async with begin(request) as work:
        return await show(work, request, "numbers/organisation.html", saved="saved" in request.query_params, **await _of_all(work))


async def take_school_numbers(request: Request) -> Response:
    """Give a school's numbers as a file."""
    async with begin(request) as work:
        found = await _of_school(work, request)
        return _file(request, found["numbers"], found["until"])


async def take_numbers(request: Request) -> Response:
    """Give an organisation's numbers as a file."""
    async with begin(request) as work:
        return _file(request, (await _of_all(work))["numbers"], local_day(now()))


def _file(request: Request, numbers: Told, until: date | None) -> Response:
    """Answer with a file; a spreadsheet knows by the mark at its beginning how its letters are written."""
    body = "\ufeff" + as_csv(numbers, language_of(request), until)
    headers = {"Content-Disposition": 'attachment; filename="stegvis-numbers.csv"', "Cache-Control": "no-store"}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


async def set_smallest_group(request: Request) -> Response:
    """Say from how many pupils on a group is counted by itself."""
    wanted = await read(request, SetSmallestGroup)
    async with begin(request) as work:
        organisation = await work.find(Organisation, work.actor.person.organisation_id, see=policy.may_see_all, may=policy.may_set)
        await set_least(work, organisation, wanted.pupils)
    return go("/organisation/numbers?saved=yes")


routes = [
    Route("/schools/{school}/numbers", show_school_numbers, methods=["GET"]),
    Route("/schools/{school}/numbers/file", take_school_numbers, methods=["GET"]),
    Route("/organisation/numbers", show_numbers, methods=["GET"]),
    Route("/organisation/numbers/file", take_numbers, methods=["GET"]),
    Route("/organisation/numbers/smallest-group", set_smallest_group, methods=["POST"]),
]
