"""The preview of what is due, in a school or everywhere, and proposing it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from server.people.policy import may_see_school
from server.retention import policy
from server.retention.actions.finding import Reach
from server.retention.actions.proposing import due_in, is_anybody_else, open_in, preview, propose
from server.schools.models import Organisation, School
from server.web import Form, begin, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


class Propose(Form):
    """Proposing all that is due; the page chose the id, so that sending twice proposes once."""

    id: UUID


async def show_due_of_all(request: Request) -> Response:
    """Show what is due in all schools."""
    async with begin(request) as work:
        organisation = await _organisation(work)
        return await _show(work, request, Reach(organisation.id), None, proposes=True)


async def show_due_of_school(request: Request) -> Response:
    """Show what is due in one school."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_read)
        reach = Reach(school.organisation_id, school.id)
        return await _show(work, request, reach, school, proposes=policy.may_dispose(work.actor, school))


async def _organisation(work: Work) -> Organisation:
    """Give the organisation in which the actor disposes everywhere."""
    return await work.find(Organisation, work.actor.person.organisation_id, see=policy.may_see, may=policy.may_dispose_all)


async def _show(work: Work, request: Request, reach: Reach, school: School | None, *, proposes: bool) -> Response:
    """Show what is due."""
    found = await preview(work, await due_in(work.session, reach))
    here = [one for one, _school in await open_in(work.session, reach.organisation) if one.school_id == reach.school]
    there_are_two = not proposes or await is_anybody_else(work, reach)
    return await show(
        work, request, "retention/due.html", school=school, preview=found, proposes=proposes, waiting=here, there_are_two=there_are_two
    )


async def propose_for_all(request: Request) -> Response:
    """Propose to dispose of what is due in all schools."""
    wanted = await read(request, Propose)
    async with begin(request) as work:
        organisation = await _organisation(work)
        one = await propose(work, wanted.id, Reach(organisation.id))
    return go(f"/disposals/{one.id}" if one else request.url.path)


async def propose_for_school(request: Request) -> Response:
    """Propose to dispose of what is due in one school."""
    wanted = await read(request, Propose)
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_dispose)
        one = await propose(work, wanted.id, Reach(school.organisation_id, school.id))
    return go(f"/disposals/{one.id}" if one else request.url.path)
