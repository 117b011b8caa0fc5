"""Refuses requests from other sites, bounds what is sent, and sets the headers that keep a page to itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match, Route

from server.errors import ForeignOriginError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 128 * 1024
"""Bytes of a form: several times the longest that any of ours can be. A route that takes files says with `takes` how much it takes."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PERMISSIONS = "geolocation=(), payment=(), usb=(), camera={whose}, microphone={whose}, display-capture={whose}"
"""What a page may ask the browser for: camera, microphone and screen only where a talk is."""
Endpoint = TypeVar("Endpoint", bound="Callable[..., Any]")
IMMUTABLE = "public, max-age=31536000, immutable"


def is_own(origin: str | None, host: str | None, own: str) -> bool:
    """Whether an `Origin` is this site: the public address where it is set, else the host that was asked for. A missing one is not."""
    if not origin or origin == "null":
        return False
    if own:
        return origin == own
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and parts.netloc == host


def takes(most: int) -> Callable[[Endpoint], Endpoint]:
    """Let one endpoint take a longer body: it says so itself, and no other does."""

    def marked(endpoint: Endpoint) -> Endpoint:
        endpoint.most_body = most  # type: ignore[attr-defined]
        return endpoint

    return marked


def sees_and_hears(endpoint: Endpoint) -> Endpoint:
    """Let the page of one endpoint ask for camera, microphone and screen: it says so itself, and no other may."""
    endpoint.sees_and_hears = True  # type: ignore[attr-defined]
    return endpoint


def from_anywhere(endpoint: Endpoint) -> Endpoint:
    """Let one endpoint take what other sites and programs send: it says so itself, and believes a signed token and no cookie."""
    endpoint.from_anywhere = True  # type: ignore[attr-defined]
    return endpoint


def open_to_guests(endpoint: Endpoint) -> Endpoint:
    """Let the guests of a talk come to one endpoint: it says so itself, and every other is unknown to them."""
    endpoint.open_to_guests = True  # type: ignore[attr-defined]
    return endpoint


def lets_guests_in(scope: Scope) -> bool:
    """Whether where a request goes is open to the guests of a talk."""
    return hasattr(scope.get("endpoint"), "open_to_guests")


class Guard:
    """Wraps the HTTP application."""

    def __init__(
        self, app: ASGIApp, origin: str, refuse: Callable[[Request, Exception], Awaitable[Response]], routes: Iterable[BaseRoute] = ()
    ) -> None:
        """Take the application, the public address or nothing, what explains a refusal, and the routes, of which some take files."""
        self.app = app
        self.refuse = refuse
        self.origin = origin
        self.large: list[tuple[Route, int]] = [
            (one, one.endpoint.most_body) for one in routes if isinstance(one, Route) and hasattr(one.endpoint, "most_body")
        ]
        self.open = [one for one in routes if isinstance(one, Route) and hasattr(one.endpoint, "from_anywhere")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it as any route would."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        ours = scope["method"] in SAFE or is_own(headers.get("origin"), headers.get("host"), self.origin)
        if not ours and not any(one.matches(scope)[0] is Match.FULL for one in self.open):
            await self._refuse(scope, receive, send)
            return
        guarded = _guarded(scope, send)
        answer = _told(guarded) if headers.get("stegvis-form") == "script" else guarded
        await self.app(scope, _bounded(headers, receive, self._most(scope)), answer)

    def _most(self, scope: Scope) -> int:
        """Say how long a body may be where a request goes."""
        return max([MOST_BODY, *(most for route, most in self.large if route.matches(scope)[0] is Match.FULL)])

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request of another site."""
        answer = await self.refuse(Request(scope, receive), ForeignOriginError())
        await answer(scope, receive, _guarded(scope, send))


def _bounded(headers: Headers, receive: Receive, most: int) -> Receive:
    """Stop reading a body that is too long, whether it says so or not."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        if (length := headers.get("content-length", "0")).isdecimal() and int(length) > most:
            raise HTTPException(413)
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise HTTPException(413)
        return message

    return bounded


def _guarded(scope: Scope, send: Send) -> Send:
    """Set the headers; what the build made is named by its content and may be kept for ever."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            found = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                found.setdefault(name, value)
            found["Permissions-Policy"] = PERMISSIONS.format(whose="(self)" if hasattr(scope.get("endpoint"), "sees_and_hears") else "()")
            if scope["path"].startswith("/static/") and message["status"] == HTTPStatus.OK:
                found["Cache-Control"] = IMMUTABLE
        await send(message)

    return guarded


def _told(send: Send) -> Send:
    """Tell a script that sends a form where it leads, instead of leading it there: then the browser goes, and the page is drawn once."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.SEE_OTHER:
            message["status"] = HTTPStatus.OK.value
        await send(message)

    return told
