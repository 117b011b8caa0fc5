"""Bringing a roster in: the upload, its progress and report, and applying it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from server.errors import Code, RefusedError, WrongFormError
from server.guard import takes
from server.people.actions import named
from server.schools import policy
from server.schools.actions import Imports, Order, latest, safe_name, see_if_alive
from server.schools.models import ImportState, Organisation, RosterImport
from server.schools.roster.bring import Reach
from server.schools.roster.names import LISTS
from server.schools.roster.template import COLUMNS, blank
from server.web import Form, begin, fragment, go, key, language_of, read, show

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.datastructures import FormData
    from starlette.requests import Request

    from server.work import Work

HERE = "/organisation/import"
MOST_UPLOAD = 64 * 1024 * 1024
"""Bytes of an uploaded roster; 20,000 people take some 6 MB, and a tenth of it packed."""


class _BusyError(RefusedError):
    """As many imports are under way as may be."""

    status = 429

    def __init__(self) -> None:
        """Say to try again in a while."""
        super().__init__(Code.slow_down)


class Apply(Form):
    """Applying a roster; `sure` where very much would end."""

    sure: bool = False


async def _organisation(work: Work) -> Organisation:
    """Give the organisation that the actor brings rosters into."""
    return await work.find(Organisation, work.actor.person.organisation_id, see=policy.may_see_imports, may=policy.may_import)


async def _reach(work: Work) -> Reach:
    """Say how far the actor's imports reach."""
    organisation = await _organisation(work)
    return Reach(organisation.source_id, None if policy.administers_all(work.actor) else policy.administered(work.actor))


async def show_imports(request: Request) -> Response:
    """Show where a roster is uploaded, and the last ones."""
    async with begin(request) as work:
        organisation = await _organisation(work)
        imports = await latest(work, lambda one: policy.may_see_import(work.actor, one))
        return await show(
            work,
            request,
            "schools/imports.html",
            organisation=organisation,
            whole=policy.administers_all(work.actor),
            imports=imports,
            columns=COLUMNS,
            missing="missing" in request.query_params,
        )


async def give_template(request: Request) -> Response:
    """Give the spreadsheet to fill in, in the reader's language; the mark at its beginning tells a spreadsheet how it is written."""
    async with begin(request) as work:
        await _organisation(work)
    language = language_of(request).language
    body = "\ufeff" + blank(language)
    headers = {"Content-Disposition": f'attachment; filename="stegvis-{language}.csv"', "Cache-Control": "no-store"}
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)


@takes(MOST_UPLOAD)
async def upload(request: Request) -> Response:
    """Take a roster and begin its dry run. Who asks is judged before a byte of it is read."""
    imports: Imports = request.app.state.imports
    async with begin(request) as work:
        reach = await _reach(work)
    if imports.busy:
        raise _BusyError
    one = RosterImport(id=uuid4(), organisation_id=work.actor.person.organisation_id, person_id=work.actor.id, file_name="", size=0)
    async with _form(request) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename or not file.size:
            return go(f"{HERE}?missing")
        one.file_name, one.size = safe_name(file.filename), file.size
        await imports.keep(one.id, one.file_name, file)
    async with begin(request) as work:
        reach = await _reach(work)
        work.session.add(one)
    await imports.begin(Order(one.id, work.actor.id, reach, imports.path(one)))
    return go(f"{HERE}/{one.id}")


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    """Read the upload, to a file of the system's own as it comes in.

    Raises:
        WrongFormError: it is not written as a form.
    """
    try:
        form = await request.form(max_files=1, max_fields=1)
    except HTTPException as error:
        if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise
        raise WrongFormError from error
    try:
        yield form
    finally:
        await form.close()


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
        reach = await _reach(work)
        address, begins = f"{HERE}/{one.id}", one.state is ImportState.ready
        if begins and not imports.path(one).exists():
            one.state, begins = ImportState.broken, False
        if begins and imports.busy:
            raise _BusyError
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
        await _organisation(work)
        if one.state in {ImportState.ready, ImportState.refused, ImportState.broken}:
            one.state, one.report = ImportState.dropped, {}
            request.app.state.imports.forget(one.id)
    return go(HERE)


routes = [
    Route(HERE, show_imports, methods=["GET"]),
    Route(HERE, upload, methods=["POST"]),
    Route(f"{HERE}/template", give_template, methods=["GET"]),
    Route(f"{HERE}/{{roster_import}}", show_import, methods=["GET"]),
    Route(f"{HERE}/{{roster_import}}/progress", show_progress, methods=["GET"]),
    Route(f"{HERE}/{{roster_import}}/apply", apply, methods=["POST"]),
    Route(f"{HERE}/{{roster_import}}/drop", drop, methods=["POST"]),
]
