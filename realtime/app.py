"""The ASGI application that runs: Socket.IO around the HTTP application."""

from __future__ import annotations

import logging
import signal
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NoReturn

import socketio
import uvicorn

from realtime.live import Live
from realtime.logs import configure
from realtime.me import MeRoom
from realtime.plan import PlanRoom
from realtime.talk import TalkRoom
from realtime.wire import Limits, LiveServer, calm_the_collector, uvicorn_settings
from server import app as http
from server import db

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.applications import Starlette

    from server.config import Settings

log = logging.getLogger("stegvis")

PATH = "live"
LIMITS = Limits(ping_every=4.0, ping_answer=4.0)
"""A closed lid is noticed within eight seconds."""


def build(settings: Settings, address: str) -> socketio.ASGIApp:
    """Build the whole application on a database that is up to date."""
    database = db.connect(address, settings.pool)
    transports = ["polling", "websocket"] if settings.polling else ["websocket"]
    wire = LiveServer(LIMITS, transports=transports, cors_allowed_origins=[])
    live = Live(wire, database, settings)
    wire.register_namespace(PlanRoom(live))
    wire.register_namespace(MeRoom(live))
    wire.register_namespace(TalkRoom(live))
    inner = http.build(settings, database, live.announce)
    _live_as_long_as(inner, live)
    app = socketio.ASGIApp(wire, other_asgi_app=inner, socketio_path=PATH)
    app.live = live
    return app


def _live_as_long_as(inner: Starlette, live: Live) -> None:
    """Start and stop the live parts with the HTTP application."""
    before = inner.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with before(app):
            live.start()
            calm_the_collector()
            log.info("serving", extra={"fast": live.wire.fast})
            yield
            await live.stop()

    inner.router.lifespan_context = lifespan


def serve(settings: Settings, address: str) -> None:
    """Serve until told to stop."""
    configure()
    signal.signal(signal.SIGTERM, _leave)
    options = uvicorn_settings(LIMITS)
    uvicorn.run(
        build(settings, address),
        host=settings.host,
        port=settings.port,
        timeout_graceful_shutdown=5,
        log_config=None,
        access_log=False,
        **options,
    )


def _leave(*_: object) -> NoReturn:
    """Leave in an orderly way when told to stop: uvicorn raises the signal again at its end, and the embedded database must stop too."""
    sys.exit(0)
