"""A talk's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.guard import sees_and_hears
from server.talks import policy
from server.talks.models import Talk
from server.talks.routes.parts import agenda_part
from server.web import begin, key, open_to_guests, show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


@open_to_guests
@sees_and_hears
async def show_talk(request: Request) -> Response:
    """Show a talk to those who may attend it: at the door, in its session, or that it is over."""
    async with begin(request) as work:
        talk = await work.find(Talk, key(request, "talk"), see=policy.may_see)
        return await show(work, request, "talks/talk.html", **await agenda_part(work, talk))
