"""A school's list of criteria: read, downloaded to fill in, brought in after a look at what would change."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from server.errors import WrongFormError, _
from server.goals import actions, policy
from server.goals.actions.reading import COLUMNS, blank
from server.goals.actions.reading import read as read_list
from server.goals.models import CriteriaImport
from server.guard import takes
from server.people.policy import may_see_school
from server.schools.actions import safe_name
from server.schools.models import School
from server.web import Form, begin, go, key, language_of, show, typed

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_FILE = 1024 * 1024
_AROUND = 64 * 1024


class Sent(Form):
    """What comes with a list: the id that the page chose for it."""

    id: UUID


async def show_list(request: Request) -> Response:
    """Show a school's list, and where one is brought in."""
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_run)
        criteria = await actions.list_of(work.session, school.id)
        return await show(work, request, "goals/criteria_list.html", school=school, criteria=criteria, columns=COLUMNS)


async def give_blank(request: Request) -> Response:
    """Give a list to fill in; the mark at its beginning tells a spreadsheet how it is written."""
    async with begin(request) as work:
        await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_run)
    language = language_of(request).language
    headers = {"Content-Disposition": f'attachment; filename="criteria-{language}.csv"', "Cache-Control": "no-store"}
    return Response("\ufeff" + blank(language), media_type="text/csv; charset=utf-8", headers=headers)


@takes(MOST_FILE + _AROUND)
async def upload(request: Request) -> Response:
    """Read a list and keep what it says, to be looked at; nothing changes yet. Nobody's file is read who may not bring one in."""
    async with begin(request) as work:
        await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_run)
    sent, name, content = await _sent(request)
    found = read_list(content)
    async with begin(request) as work:
        school = await work.find(School, key(request, "school"), see=may_see_school, may=policy.may_run)
        made = await actions.keep_read(work, school, sent.id, safe_name(name), found)
        if made.school_id != school.id:
            raise WrongFormError
    return go(f"/criteria-imports/{made.id}")


async def _sent(request: Request) -> tuple[Sent, str, bytes]:
    """Read the one file that a form brings.

    Raises:
        WrongFormError: there is none, more, or one that is too large.
    """
    try:
        async with request.form(max_fields=2, max_files=1) as fields:
            file = fields.get("file")
            name, content = (file.filename or "", await file.read()) if isinstance(file, UploadFile) else ("", b"")
            given = {one: value for one, value in fields.items() if isinstance(value, str)}
    except Exception as error:
        if isinstance(error, HTTPException) and error.status_code == 413:  # noqa: PLR2004  # too large, as the guard says
            raise
        raise WrongFormError from error
    if not name:
        raise WrongFormError({"file": _("Choose a file first.")})
    return typed(Sent, given), name, content


async def show_import(request: Request) -> Response:
    """Show what a list would change, or what is wrong with it."""
    async with begin(request) as work:
        one = await work.find(CriteriaImport, key(request, "criteria"), see=policy.may_run_import)
        changes = None if one.bad or one.applied else await actions.changes_of(work.session, one)
        return await show(work, request, "goals/criteria_import.html", one=one, school=one.school, changes=changes, columns=COLUMNS)


async def apply_import(request: Request) -> Response:
    """Bring a list in; a second time changes nothing."""
    async with begin(request) as work:
        one = await work.find(CriteriaImport, key(request, "criteria"), see=policy.may_run_import, lock=True)
        if one.bad:
            raise WrongFormError
        await actions.apply(work, one)
    return go(f"/criteria-imports/{one.id}")
