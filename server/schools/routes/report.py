"""An import's page: its progress and report, applying it, dropping it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from server.people.actions import named
from server.schools import policy
from server.schools.actions import Imports, Order, see_if_alive
from server.schools.models import ImportState, RosterImport
from server.schools.roster.names import LISTS
from server.schools.routes.upload import HERE, BusyError, organisation_of, reach_of
from server.web import Form, begin, fragment, go, key, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.work import Work


class Apply(Form):
    """Applying a roster; `sure` where very much would end."""

    sure: bool = False


async def _find(work: Work, request: Request, *, lock: bool = False) -> RosterImport:
    """Give the import that is asked for."""
    one = await work.find(RosterImport, key(request, "roster_import"), see=policy.may_see_import, lock=lock)
    await see_if_alive(work, one)
    return one


async def _context(work: Work, request: Request) -> dict[str, Any]:
    """Gather what an import's page shows; those with protected identity by name to whoever may know of them."""
    one = await _find(work, request)
    rows = [row for found in one.report.get("lists", {}).values() for row in found["rows"]]
    of = {row["person"]: UUID(row["of"]) for row in rows if row.get("of") and row.get("person")}
    known = [UUID(person) for person, pupil in of.items() if pupil not in work.actor.hidden]
    people = {str(found): person.name for found, person in (await named(work.session, known)).items()}
    file = request.app.state.imports.path(one)
    return {"one": one, "people": people, "order": LISTS, "base": HERE, "gone": not file.exists()}


async def show_import(request: Request) -> Response:
    """Show how far an import has come, or what it would do or has done."""
    async with begin(request) as work:
        return await show(work, request, "schools/import.html", **await _context(work, request))


async def show_progress(request: Request) -> Response:
    """Give the part of an import's page that changes."""
    async with begin(request) as work:
        return fragment(request, "schools/_import.html", **await _context(work, request))


async def apply(request: Request) -> Response:
    """Apply a roster as its report says; twice at once does it once."""
    wanted = await read(request, Apply)
    imports: Imports = request.app.state.imports
    async with begin(request) as work:
        one = await _find(work, request, lock=True)
        reach = await reach_of(work)
        address, begins = f"{HERE}/{one.id}", one.state is ImportState.ready
        if begins and not imports.path(one).exists():
            one.state, begins = ImportState.broken, False
        if begins and imports.busy:
            raise BusyError
        if begins:
            one.state, one.step, one.done, one.rows = ImportState.applying, "", 0, 0
        order = Order(one.id, work.actor.id, reach, imports.path(one), apply=True, sure=wanted.sure)
    if begins:
        await imports.begin(order)
    return go(address)


async def drop(request: Request) -> Response:
    """Drop an import that has not been applied, and its file."""
    async with begin(request) as work:
        one = await _find(work, request, lock=True)
        await organisation_of(work)
        if one.state in {ImportState.ready, ImportState.refused, ImportState.broken}:
            one.state, one.report = ImportState.dropped, {}
            request.app.state.imports.forget(one.id)
    return go(HERE)
