"""The templates of a school and of the organisation: the lists, and beginning a new one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from server.errors import WrongFormError, _
from server.guard import takes
from server.organisation.actions import organisation_of
from server.organisation.policy import may_run
from server.people.policy import may_see_school
from server.schools.models import School
from server.templates import actions, policy
from server.templates.actions import Fault, Listed, Place, WrongFileError
from server.templates.form import said
from server.templates.models import Template
from server.web import Form, begin, go, key, language_of, read, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.schools.models import Organisation
    from server.templates import form
    from server.work import Work

MOST_UPLOAD = 1024 * 1024
"""Bytes of a form with a file in it: more than a template's file may have, so that one somewhat too large is told in words."""


class BeginTemplate(Form):
    """From what a template begins; the page chose its id, so that sent twice it is made once."""

    id: UUID
    begin_with: Annotated[str, Field(max_length=60)] = ""
    """Nothing for a blank one, `starting:` and a name, or `copy:` and a template's id."""


async def place_of(work: Work, request: Request, *, make: bool = False) -> tuple[Place, School | None, Organisation | None]:
    """Give whose templates are asked for: a school's, or the organisation's; to read them, or to make one."""
    if "school" not in request.path_params:
        organisation = await organisation_of(work, may=may_run)
        return Place(organisation.id), None, organisation
    may = policy.may_make if make else policy.may_list
    school = await work.find(School, key(request, "school"), see=may_see_school, may=may)
    return Place(school.organisation_id, school.id), school, None


async def show_templates(request: Request) -> Response:
    """Show the templates that one may read, and to their designers how to begin a new one."""
    async with begin(request) as work:
        return await _list(work, request)


async def _list(work: Work, request: Request, faults: list[Fault] | None = None) -> Response:
    """Show the list, and what was wrong with a file."""
    place, school, organisation = await place_of(work, request)
    own = await actions.listed(work, place)
    shared = await actions.listed(work, Place(place.organisation)) if school else []
    return await show(
        work,
        request,
        "templates/list.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        place=place,
        school=school,
        organisation=organisation,
        said=said,
        missing="missing" in request.query_params,
        faults=faults or [],
        may_make=policy.designs(work.actor, place.organisation, place.school),
        starting=list(actions.starting().values()),
        **_sorted(own, shared),
    )


def _sorted(own: list[Listed], shared: list[Listed]) -> dict[str, Any]:
    """Put archived templates apart."""
    return {
        "own": [one for one in own if one.template.archived is None],
        "shared": [one for one in shared if one.template.archived is None],
        "archived": [one for one in own if one.template.archived is not None],
    }


async def make_template(request: Request) -> Response:
    """Begin a template: blank, from a starting template, or as a copy."""
    wanted = await read(request, BeginTemplate)
    async with begin(request) as work:
        place, *_rest = await place_of(work, request, make=True)
        made = await actions.begin_template(work, place, wanted.id, await _first_form(work, request, wanted.begin_with))
    return go(f"/templates/{made}")


async def _first_form(work: Work, request: Request, begin_with: str) -> form.Form:
    """Give the form that a new template begins with.

    Raises:
        WrongFormError: there is no such thing to begin with.
    """
    what, _colon, which = begin_with.partition(":")
    if not what:
        return actions.blank(language_of(request).language)  # type: ignore[arg-type]  # one of the same three
    if what == "starting" and which in actions.starting():
        return actions.starting()[which].form
    try:
        template = await work.find(Template, UUID(which), see=policy.may_see)
    except ValueError as wrong:
        raise WrongFormError({"begin_with": _("Choose what to begin with.")}) from wrong
    versions = await actions.versions_of(work.session, template)
    return actions.copy_of(actions.as_seen(work, template, versions[0] if versions else None).form)


@takes(MOST_UPLOAD)
async def bring_in(request: Request) -> Response:
    """Begin a template from a file, unless something in it is wrong: then the page says what. Who asks is judged before it is read."""
    async with begin(request) as work:
        place, *_rest = await place_of(work, request, make=True)
    asked, content = await _sent(request)
    if not content:
        return go(f"{place.address}?missing#new")
    try:
        file = actions.read_file(content)
    except WrongFileError as wrong:
        async with begin(request) as work:
            return await _list(work, request, wrong.faults)
    async with begin(request) as work:
        place, *_rest = await place_of(work, request, make=True)
        await actions.begin_template(work, place, asked, file.form)
    return go(f"/templates/{asked}")


async def _sent(request: Request) -> tuple[UUID, bytes]:
    """Read the id that the page chose, and the file.

    Raises:
        WrongFormError: it is not written as such a form.
    """
    try:
        async with request.form(max_fields=1, max_files=1) as fields:
            file, asked = fields.get("file"), UUID(str(fields.get("id")))
            content = await file.read() if isinstance(file, UploadFile) else b""
    except Exception as error:
        if isinstance(error, HTTPException) and error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise
        raise WrongFormError from error
    return asked, content
