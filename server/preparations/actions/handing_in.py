"""No longer waiting for a preparation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.columns import now
from server.preparations.actions.holding import close_or_open
from server.preparations.events import PartClosed

if TYPE_CHECKING:
    from server.preparations.models import Preparation
    from server.work import Work


async def close(work: Work, one: Preparation) -> None:
    """Stop waiting for a preparation; nothing more is written in it."""
    if one.closed is not None:
        return
    one.closed, one.closed_by = now(), work.actor.id
    await close_or_open(work, one, is_open=False)
    work.tell(PartClosed(plan=one.plan_id, preparation=one.id))
