"""A template's page, its versions and what changed between them, and the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response

from server.errors import UnknownError
from server.people.actions import named
from server.templates import actions, policy
from server.templates.form import said
from server.templates.models import Template, TemplateVersion
from server.templates.routes.parts import design_part, opens, place_part, readers
from server.web import begin, key, language_of, number, show

if TYPE_CHECKING:
    from starlette.requests import Request

    from server.templates.form import Form
    from server.work import Work

_MOST_DIGITS = 9


async def show_template(request: Request) -> Response:
    """Show a template: to its designers the draft to work on, to others, and when it is archived, what was published last."""
    async with begin(request) as work:
        template = await work.find(Template, key(request, "template"), see=policy.may_see)
        place = await place_part(work, template)
        if policy.may_change(work.actor, template):
            return await show(work, request, "templates/designer.html", **await design_part(work, template), **place)
        versions = await actions.versions_of(work.session, template)
        return await show(work, request, "templates/version.html", **await _read_part(work, template, versions, None), **place)


async def show_version(request: Request) -> Response:
    """Show a published version, and what changed since the one before or the one that is asked for."""
    async with begin(request) as work:
        template = await work.find(Template, key(request, "template"), see=policy.may_see)
        versions = await actions.versions_of(work.session, template)
        version = at_number(versions, number(request, "number"))
        since = asked_number(request, "since")
        earlier = at_number(versions, since if since is not None else version.number - 1) if since or version.number > 1 else None
        parts = await _read_part(work, template, versions, version, earlier)
        return await show(work, request, "templates/version.html", **parts, **await place_part(work, template))


async def show_versions(request: Request) -> Response:
    """Show the versions of a template, with who published each and when."""
    async with begin(request) as work:
        template = await work.find(Template, key(request, "template"), see=policy.may_see)
        versions = await actions.versions_of(work.session, template)
        parts = await _read_part(work, template, versions, None)
        return await show(work, request, "templates/versions.html", **parts, **await place_part(work, template))


async def _read_part(
    work: Work, template: Template, versions: list[TemplateVersion], version: TemplateVersion | None, earlier: TemplateVersion | None = None
) -> dict[str, Any]:
    """Gather what is read of a template: a version, or without one what its reader sees of it now."""
    listed = actions.as_seen(work, template, versions[0] if versions else None)
    form = actions.published(version) if version else listed.form
    return {
        "the_template": template,
        "form": form,
        "version": version,
        "versions": versions,
        "people": await named(work.session, [one.published_by for one in versions]),
        "earlier": earlier,
        "changes": actions.changes(actions.published(earlier), form) if earlier else [],
        "is_news": listed.is_news,
        "may_design": listed.may_design,
        "said": said,
        "readers": readers,
        "opens": opens,
    }


async def give_file(request: Request) -> Response:
    """Give a template as a file: the version that is asked for, else what its reader sees of it now."""
    async with begin(request) as work:
        template = await work.find(Template, key(request, "template"), see=policy.may_see)
        form, version = await form_of(work, request, template)
    title = said(form.title, language_of(request).language, form) or "template"
    name = f"{title}{f' {version.number}' if version else ''}.json".replace("/", "-")
    headers = {
        "Content-Disposition": f"attachment; filename=\"stegvis-template.json\"; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "no-store",
    }
    return Response(actions.file_of(form), media_type="application/json", headers=headers)


async def form_of(work: Work, request: Request, template: Template) -> tuple[Form, TemplateVersion | None]:
    """Give the form that `version` asks for; without it the draft to its designers, to others what was published last."""
    versions = await actions.versions_of(work.session, template)
    asked = asked_number(request, "version")
    if asked is not None:
        version = at_number(versions, asked)
        return actions.published(version), version
    return actions.as_seen(work, template, versions[0] if versions else None).form, None


def asked_number(request: Request, name: str) -> int | None:
    """Give a number from the address, if one is asked for.

    Raises:
        UnknownError: it is none.
    """
    asked = request.query_params.get(name, "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= _MOST_DIGITS):
        raise UnknownError
    return int(asked)


def at_number(versions: list[TemplateVersion], wanted: int) -> TemplateVersion:
    """Give the version of a number.

    Raises:
        UnknownError: there is none.
    """
    found = next((one for one in versions if one.number == wanted), None)
    if found is None:
        raise UnknownError
    return found
