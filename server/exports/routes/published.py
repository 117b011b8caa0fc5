"""The schema of archives, published: whoever reads one without Stegvis asks nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from server.exports.archive.schema import schema

if TYPE_CHECKING:
    from starlette.requests import Request


async def show_schema(_: Request) -> Response:
    """Give the JSON Schema of an archive, to anybody."""
    return Response(schema(), media_type="application/schema+json", headers={"Cache-Control": "public, max-age=3600"})
