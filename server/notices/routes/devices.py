"""Switching pushes on and off on a device, and the worker that shows them there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import Field
from starlette.responses import FileResponse, JSONResponse

from server.accounts.actions.sessions import in_words
from server.errors import UnknownError
from server.notices.actions.devices import switch_off, switch_on
from server.notices.models import PushDevice
from server.notices.policy import may_see_device
from server.pages.render import DIST, asset
from server.push import Browser
from server.web import Form, begin, go, key, read

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

DEVICE = "push"
"""The cookie by which a browser knows which device it is, so that signing out switches pushes off."""
_A_YEAR = 365 * 24 * 3600


class SwitchOn(Form):
    """What a browser says of itself: the address of its push service, and what to encrypt with."""

    endpoint: Annotated[str, Field(min_length=10, max_length=2000)]
    p256dh: Annotated[str, Field(min_length=80, max_length=100)]
    auth: Annotated[str, Field(min_length=20, max_length=30)]


async def switch_device_on(request: Request) -> Response:
    """Switch pushes on in the browser that asks."""
    wanted = await read(request, SwitchOn)
    settings = request.app.state.settings
    async with begin(request) as work:
        browser = Browser(wanted.endpoint, wanted.p256dh, wanted.auth)
        agent = in_words(request.headers.get("user-agent", ""))
        device = await switch_on(work, settings, browser, request.state.session_id, agent)
    answer = JSONResponse({"device": str(device)})
    answer.set_cookie(DEVICE, str(device), max_age=_A_YEAR, httponly=True, samesite="lax", secure=settings.secure_cookie)
    return answer


async def switch_device_off(request: Request) -> Response:
    """Switch pushes off on one of one's devices."""
    async with begin(request) as work:
        device = await work.find(PushDevice, key(request, "device"), see=may_see_device)
        await switch_off(work.session, device.id)
    return go("/settings/notices?saved=yes")


def this_device(request: Request) -> UUID | None:
    """Give which device a browser is, if pushes were ever on there."""
    try:
        return UUID(request.cookies.get(DEVICE, ""))
    except ValueError:
        return None


async def show_worker(_: Request) -> Response:
    """Give the worker, at the root so that it may work for every page; it is asked for anew each time, and is never an old one.

    Raises:
        UnknownError: there is no build.
    """
    file = DIST / asset("worker.ts").removeprefix("/static/")
    if not asset("worker.ts") or not file.exists():
        raise UnknownError
    return FileResponse(file, media_type="text/javascript", headers={"Cache-Control": "no-cache"})
