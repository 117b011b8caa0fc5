"""How far a school's classes, and an organisation's schools, have come: counts, no names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from server.rounds.actions import Counts, counts_in, how_far, rounds_now
from server.rounds.policy import may_overlook_all
from server.rounds.routes.overview import show_overview
from server.rounds.routes.places import place_of
from server.rounds.routes.terms import terms_part
from server.schools.models import Organisation, School
from server.web import begin, fragment, show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


def total(counts: Iterable[Counts]) -> Counts:
    """Add counts together."""
    found = Counts()
    for one in counts:
        found.add(one)
    return found


async def _of_school(work: Work, request: Request) -> dict[str, Any]:
    """Gather a school's counts, class by class."""
    place = await place_of(work, request)
    counts = (await counts_in(work.session, work.actor, [place.id], place.of))[place.id]
    rounds = await rounds_now(work.session, [one.id for one in place.classes], place.of)
    return {
        "place": place,
        "counts": {one.id: counts.get(one.id, Counts()) for one in place.classes},
        "rounds": rounds,
        "far": await how_far(work.session, list(rounds.values())),
        "total": total(counts.values()),
        **await terms_part(work, place),
    }


async def show_school(request: Request) -> Response:
    """Show how far a school's classes have come; with `all`, a row a pupil."""
    if "all" in request.query_params:
        return await show_overview(request)
    async with begin(request) as work:
        return await show(work, request, "rounds/school.html", **await _of_school(work, request))


async def show_school_counts(request: Request) -> Response:
    """Show the counts again."""
    async with begin(request) as work:
        return fragment(request, "rounds/_school.html", **await _of_school(work, request))


async def _of_all(work: Work) -> dict[str, Any]:
    """Gather an organisation's counts, school by school."""
    organisation = await work.find(Organisation, work.actor.person.organisation_id, see=may_overlook_all)
    rows = await work.session.exec(select(School).where(School.organisation_id == organisation.id).order_by(col(School.name)))
    schools = list(rows)
    counts = await counts_in(work.session, work.actor, [one.id for one in schools])
    return {
        "organisation": organisation,
        "schools": schools,
        "counts": {key: total(classes.values()) for key, classes in counts.items()},
        "classes": {key: len(classes) for key, classes in counts.items()},
    }


async def show_organisation(request: Request) -> Response:
    """Show how far the schools of the organisation have come."""
    async with begin(request) as work:
        return await show(work, request, "rounds/organisation.html", **await _of_all(work))


async def show_organisation_counts(request: Request) -> Response:
    """Show the counts again."""
    async with begin(request) as work:
        return fragment(request, "rounds/_organisation.html", **await _of_all(work))
