"""The organisation's page: its schools, its school years, and the ways to what is done once a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field

from server.organisation import actions, policy
from server.schools.models import School
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

HUB = "/organisation"


class NameSchool(Form):
    """What a school is called."""

    name: Annotated[str, Field(min_length=1, max_length=200)]


class AddSchool(NameSchool):
    """A new school; the page chose its id, so that sending twice adds once."""

    id: UUID


async def show_organisation(request: Request) -> Response:
    """Show the organisation to its administrators; those of one school see that school and the school years."""
    async with begin(request) as work:
        organisation = await actions.organisation_of(work)
        places = await actions.places(work, organisation.id)
        return await show(
            work,
            request,
            "organisation/organisation.html",
            organisation=organisation,
            places=[one for one in places if policy.may_step(work.actor, one.school)],
            may_rename={one.school.id for one in places if policy.may_rename(work.actor, one.school)},
            calendar=await actions.calendar(work.session, organisation.id),
            runs=policy.may_run(work.actor, organisation),
        )


async def add_school(request: Request) -> Response:
    """Add a school by hand."""
    wanted = await read(request, AddSchool)
    async with begin(request) as work:
        organisation = await actions.organisation_of(work, may=policy.may_run, lock=True)
        await actions.add_school(work, organisation, wanted.id, wanted.name)
    return go(f"{HUB}#schools")


async def rename_school(request: Request) -> Response:
    """Rename a school that was made by hand."""
    wanted = await read(request, NameSchool)
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=policy.may_step, may=policy.may_rename)
        await actions.organisation_of(work, may=policy.may_run, lock=True)
        await actions.rename_school(work, school, wanted.name)
    return go(f"{HUB}#schools")
