"""What happens when we have made a mistake: a page says so, with a reference that stands in the log beside what went wrong."""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from server.accounts.routes.signing import inside
from server.web import is_live, page, recognise

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("stegvis.faults")


class Faults:
    """Wraps what answers requests: whatever that cannot answer ends here."""

    def __init__(self, app: ASGIApp) -> None:
        """Take what answers."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what a fault was is only for the log."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception:
            if begun or scope["type"] != "http":
                raise
            reference = secrets.token_hex(4)
            log.exception("a fault", extra={"reference": reference, "method": scope["method"], "path": scope["path"]})
            answer = await _explained(Request(scope, receive), reference)
            await answer(scope, receive, send)


async def _explained(request: Request, reference: str) -> Response:
    """Give the page that explains a fault, or where that fails too the bare reference."""
    try:
        return await explain(request, reference)
    except Exception:
        log.exception("a fault could not be explained", extra={"reference": reference})
        return PlainTextResponse(f"Stegvis: 500, {reference}", 500)


async def explain(request: Request, reference: str) -> Response:
    """Say that the fault is ours, in the reader's language, with the ways back."""
    if hasattr(request.state, "person"):
        del request.state.person  # as the work that failed knew them, they can perhaps no longer be read
    await recognise(request)
    template = "error/_fault.html" if is_live(request) else "error/fault.html"
    return page(request, template, 500, reference=reference, back=_came_from(request), unread=0)


def _came_from(request: Request) -> str:
    """Give the address of the page that led here, if it is another one of ours."""
    with suppress(ValueError):
        there = urlsplit(request.headers.get("referer", ""))
        address = inside(f"{there.path}?{there.query}" if there.query else there.path)
        return "" if there.path == request.url.path or there.netloc != request.url.netloc else address
    return ""
