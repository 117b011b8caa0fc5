"""Publishing a draft, archiving a template and taking it out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.errors import _
from server.templates import actions, policy
from server.templates.models import Template
from server.templates.routes.designing import refused
from server.templates.routes.forms import Edited
from server.templates.routes.parts import Outcome, design_part
from server.web import begin, fragment, go, is_live, key, read

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_PUBLISHED = _("Version {n} is published. New rounds begin with it.")


async def publish(request: Request) -> Response:
    """Make a version of the draft as the page shows it."""
    wanted = await read(request, Edited)
    async with begin(request) as work:
        template = await work.find(Template, key(request, "template"), see=policy.may_see, may=policy.may_change, lock=True)
        if wanted.edited != template.edited:
            return await refused(work, request, template, None)
        version = await actions.publish(work, template)
        if is_live(request):
            outcome = Outcome(_PUBLISHED, {"n": version.number}, "publish")
            return fragment(request, "templates/_design.html", **await design_part(work, template, outcome))
    return go(f"/templates/{template.id}#publish")


async def archive(request: Request) -> Response:
    """Put a template away."""
    async with begin(request) as work:
        template = await work.find(Template, key(request, "template"), see=policy.may_see, may=policy.may_design, lock=True)
        actions.archive(work, template)
    return go(f"/templates/{template.id}")


async def restore(request: Request) -> Response:
    """Take a template out of the archive."""
    async with begin(request) as work:
        template = await work.find(Template, key(request, "template"), see=policy.may_see, may=policy.may_design, lock=True)
        actions.restore(work, template)
    return go(f"/templates/{template.id}")
