"""Inviting the home of a pupil whose identity is protected: by the mentor, where the mentor is granted the pupil by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.accounts.actions import Access, invite_one
from server.accounts.actions.members import home_of
from server.accounts.policy import may_invite_home
from server.people.actions import find_pupil
from server.plans.policy import may_see_pupil
from server.web import begin, go, key

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def invite_home(request: Request) -> Response:
    """Invite the adults of the home who cannot sign in yet, again or for the first time."""
    async with begin(request) as work:
        pupil, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may_invite_home)
        for school, adult in await home_of(work, places):
            if adult.address and adult.access is not Access.can_sign_in:
                await invite_one(work, request.app.state.settings, school, adult)
    return go(f"/pupils/{pupil.id}")
