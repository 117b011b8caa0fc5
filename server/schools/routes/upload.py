"""Where a roster is uploaded: the page, the template, the upload."""

from __future__ import annotations

from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import uuid4

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from server.errors import Code, RefusedError, WrongFormError
from server.guard import takes
from server.schools import policy
from server.schools.actions import Imports, Order, latest, safe_name
from server.schools.models import Organisation, RosterImport
from server.schools.roster.bring import Reach
from server.schools.roster.template import COLUMNS, blank
from server.web import begin, go, language_of, show

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.datastructures import FormData
    from starlette.requests import Request

    from server.work import Work

HERE = "/organisation/import"
MOST_UPLOAD = 64 * 1024 * 1024
"""Bytes of an uploaded roster; 20,000 people take some 6 MB, and a tenth of it packed."""

MOST_DIGITS = 4


class BusyError(RefusedError):
    """As many imports are under way as may be."""

    status = 429

    def __init__(self) -> None:
        """Say to try again in a while."""
        super().__init__(Code.slow_down)


async def organisation_of(work: Work) -> Organisation:
    """Give the organisation that the actor brings rosters into."""
    return await work.find(Organisation, work.actor.person.organisation_id, see=policy.may_see_imports, may=policy.may_import)


async def reach_of(work: Work) -> Reach:
    """Say how far the actor's imports reach."""
    organisation = await organisation_of(work)
    return Reach(organisation.source_id, None if policy.administers_all(work.actor) else policy.administered(work.actor))


async def show_imports(request: Request) -> Response:
    """Show where a roster is uploaded, and the last ones."""
    async with begin(request) as work:
        organisation = await organisation_of(work)
        number = _page(request.query_params.get("page", ""))
        imports, older = await latest(work, lambda one: policy.may_see_import(work.actor, one), number)
        return await show(
            work,
            request,
            "schools/imports.html",
            organisation=organisation,
            whole=policy.administers_all(work.actor),
            imports=imports,
            older=older,
            number=number,
            columns=COLUMNS,
            missing="missing" in request.query_params,
        )


def _page(given: str) -> int:
    """Read which page of the imports is wanted."""
    return int(given) if given.isdecimal() and 0 < len(given) <= MOST_DIGITS and int(given) else 1


async def give_template(request: Request) -> Response:
    """Give the spreadsheet to fill in, in the reader's language; the mark at its beginning tells a spreadsheet how it is written."""
    async with begin(request) as work:
        await organisation_of(work)
    language = language_of(request).language
    body = "\ufeff" + blank(language)
    headers = {"Content-Disposition": f'attachment; filename="stegvis-{language}.csv"', "Cache-Control": "no-store"}
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=headers)


@takes(MOST_UPLOAD)
async def upload(request: Request) -> Response:
    """Take a roster and begin its dry run. Who asks is judged before a byte of it is read."""
    imports: Imports = request.app.state.imports
    async with begin(request) as work:
        reach = await reach_of(work)
    if imports.busy:
        raise BusyError
    one = RosterImport(id=uuid4(), organisation_id=work.actor.person.organisation_id, person_id=work.actor.id, file_name="", size=0)
    async with _form(request) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename or not file.size:
            return go(f"{HERE}?missing")
        one.file_name, one.size = safe_name(file.filename), file.size
        await imports.keep(one.id, one.file_name, file)
    async with begin(request) as work:
        reach = await reach_of(work)
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
