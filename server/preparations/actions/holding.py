"""Holding a plan's parts while they change: first the plan's row, then the part's, as whatever moves the plan does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select, update

from server.preparations.models import Answer
from server.texts.models import Text

if TYPE_CHECKING:
    from server.preparations.models import Preparation
    from server.work import Work


async def hold_texts(work: Work, one: Preparation) -> None:
    """Hold a preparation's texts in the order of their ids, as the committer holds them.

    A stroke under way is committed before, or waits; where the text is then closed it is refused.
    """
    wanted = select(col(Text.id)).where(Text.preparation_id == one.id).order_by(col(Text.id)).with_for_update()
    await work.session.exec(wanted)


async def close_or_open(work: Work, one: Preparation, *, is_open: bool) -> None:
    """Close or open what belongs to a preparation."""
    await hold_texts(work, one)
    for part in (Text, Answer):
        await work.session.exec(update(part).where(col(part.preparation_id) == one.id).values(open=is_open))
