"""Signing one's other devices out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.accounts import policy
from server.accounts.actions import end_one, end_others
from server.accounts.models import Session
from server.web import begin, go, key

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def end_session_of_mine(request: Request) -> Response:
    """Sign one of one's devices out."""
    async with begin(request) as work:
        await end_one(work, await work.find(Session, key(request, "session"), see=policy.may_see_session, lock=True))
    return go("/settings/sign-in?done=sessions")


async def end_other_sessions(request: Request) -> Response:
    """Sign all other devices out."""
    async with begin(request) as work:
        await end_others(work, request.state.session_id)
    return go("/settings/sign-in?done=sessions")
