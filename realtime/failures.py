"""What a client hears when something cannot be done: always a code and a sentence, never a traceback."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from server.errors import Code, RefusedError

if TYPE_CHECKING:
    from realtime.seats import Visitor

log = logging.getLogger("stegvis.live")


def answer_failure(visitor: Visitor | None, error: BaseException) -> dict[str, object]:
    """Turn an error into an answer. What is not a refusal is the database being away, or a fault of ours: both can be tried again."""
    code = error.code if isinstance(error, RefusedError) else Code.unavailable
    if not isinstance(error, RefusedError):
        log.warning("an event failed: %r", error, exc_info=error)
    return visitor.refuse(code) if visitor is not None else {"ok": False, "code": str(code), "message": ""}
