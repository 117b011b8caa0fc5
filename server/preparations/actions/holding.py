"""Holding a plan's parts while they change: first the plan's row, then the part's, as whatever moves the plan does."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlmodel import SQLModel, col, select, update

from server.preparations.models import Answer
from server.texts.models import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from server.people.policy import Actor
    from server.preparations.models import Preparation
    from server.work import Work

Thing = TypeVar("Thing", bound=SQLModel)
"""A part of a plan: it knows its plan."""


async def hold(
    work: Work, model: type[Thing], key: UUID, *, see: Callable[[Actor, Thing], bool], may: Callable[[Actor, Thing], bool]
) -> Thing:
    """Find a part of a plan, held with its plan until the commit.

    A part that is found with `lock` at once is held before its plan: two who do one of each would wait for each other.

    Raises:
        UnknownError: there is none, or the actor may not know of it.
        ForbiddenError: the actor may see it but not do this.
    """
    found = await work.find(model, key, see=see)
    await work.session.refresh(found.plan, with_for_update={"key_share": True})  # type: ignore[attr-defined]
    return await work.find(model, key, see=see, may=may, lock=True)


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
