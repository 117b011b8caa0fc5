"""What tells an operator's tools that the process serves, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlmodel import text
from starlette.responses import JSONResponse, Response

from server.errors import UnknownError

if TYPE_CHECKING:
    from starlette.requests import Request


async def show_health(request: Request) -> Response:
    """Say that the process serves and reaches its database."""
    async with request.app.state.database.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    return JSONResponse({"ok": True})


async def show_metrics(request: Request) -> Response:
    """Give the process's figures to Prometheus, where the operator has switched them on."""
    if not request.app.state.settings.metrics:
        raise UnknownError
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
