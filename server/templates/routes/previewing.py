"""A template as each role would see it at each step; nothing can be sent from here."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from server.errors import UnknownError
from server.schools.models import Organisation, School
from server.templates import actions, policy
from server.templates.actions import Place, Viewer
from server.templates.actions.previewing import PHASE
from server.templates.form import Look, said
from server.templates.models import Template
from server.templates.routes.parts import place_part
from server.templates.routes.reading import asked_number, form_of
from server.texts.models import From
from server.web import begin, key, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.templates.form import Form
    from server.work import Work

Choice = TypeVar("Choice", bound=StrEnum)


async def show_preview(request: Request) -> Response:
    """Show a template, or one of its versions, as somebody would see it."""
    async with begin(request) as work:
        template = await work.find(Template, key(request, "template"), see=policy.may_see)
        form, version = await form_of(work, request, template)
        parts = {**preview_part(request, form), **await place_part(work, template)}
        return await show(work, request, "templates/preview.html", the_template=template, version=version, **parts)


async def show_starting(request: Request) -> Response:
    """Show a starting template as somebody would see it, before it is chosen for the place one comes from."""
    async with begin(request) as work:
        await work.find(Organisation, work.actor.person.organisation_id, see=policy.may_make_any)
        one = actions.starting().get(request.path_params["starting"])
        if one is None:
            raise UnknownError
        place, school = await _asked_place(work, request)
        return await show(work, request, "templates/starting.html", one=one, place=place, school=school, **preview_part(request, one.form))


async def _asked_place(work: Work, request: Request) -> tuple[Place | None, School | None]:
    """Give the school, or the organisation, that a starting template is looked through for."""
    asked, organisation = request.query_params.get("for", ""), work.actor.person.organisation_id
    if asked == "organisation" and policy.designs(work.actor, organisation, None):
        return Place(organisation), None
    try:
        school = await work.find(School, UUID(asked), see=policy.may_make) if asked else None
    except ValueError as wrong:
        raise UnknownError from wrong
    return (Place(school.organisation_id, school.id) if school else None), school


def preview_part(request: Request, form: Form) -> dict[str, Any]:
    """Gather what somebody sees at a step, and the choices of both; the youngest get one question at a time."""
    viewer, step = _chosen(request, "as", Viewer.pupil), _chosen(request, "step", From.prepare_school)
    seen = actions.preview(form, viewer, step)
    is_young = form.look is Look.young and viewer is Viewer.pupil
    questions = [(one, question) for one in seen for question in one.section.questions if one.right == "write"]
    at = min(max(asked_number(request, "question") or 1, 1), max(len(questions), 1))
    return {
        "form": form,
        "said": said,
        "viewer": viewer,
        "viewers": list(Viewer),
        "step": step,
        "steps": list(PHASE),
        "seen": seen,
        "always": actions.always(form, viewer, step),
        "is_young": is_young,
        "young": questions,
        "at": at,
    }


def _chosen(request: Request, name: str, first: Choice) -> Choice:
    """Give a choice from the address; what is none of them is the first."""
    try:
        return type(first)(request.query_params.get(name, first))
    except ValueError:
        return first
