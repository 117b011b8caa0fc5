"""Handing in, taking back, and no longer waiting for a preparation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.columns import now
from server.plans.policy import is_writable
from server.preparations.actions.holding import close_or_open, hold_texts
from server.preparations.actions.progress import progress_of
from server.preparations.events import PartAskedAgain, PartClosed, PartHandedIn, PartTakenBack

if TYPE_CHECKING:
    from server.preparations.models import Preparation
    from server.work import Work


class UnansweredError(Exception):
    """Required questions are still empty; nothing was handed in."""

    def __init__(self, one: Preparation, missing: tuple[str, ...]) -> None:
        """Keep the questions' keys."""
        super().__init__(missing)
        self.one = one
        self.missing = missing


async def hand_in(work: Work, one: Preparation) -> None:
    """Hand a preparation in, if all is there that must be; from then on what belongs to it is closed.

    Raises:
        UnansweredError: required questions are empty.
    """
    await hold_texts(work, one)  # before it is looked at: no stroke comes between
    if missing := (await progress_of(work.session, [one]))[one.id].missing:
        raise UnansweredError(one, missing)
    await close_or_open(work, one, is_open=False)
    one.ready, one.ready_by = now(), work.actor.id
    work.tell(PartHandedIn(plan=one.plan_id, preparation=one.id))


async def take_back(work: Work, one: Preparation) -> None:
    """Take back what was handed in, to write on."""
    one.ready = one.ready_by = None
    await close_or_open(work, one, is_open=True)
    work.tell(PartTakenBack(plan=one.plan_id, preparation=one.id))


async def close(work: Work, one: Preparation) -> None:
    """Stop waiting for a preparation; nothing more is written in it."""
    if one.closed is not None:
        return
    one.closed, one.closed_by = now(), work.actor.id
    await close_or_open(work, one, is_open=False)
    work.tell(PartClosed(plan=one.plan_id, preparation=one.id))


async def ask_again(work: Work, one: Preparation) -> None:
    """Wait for a preparation, again or although it was not asked for."""
    if one.closed is None and one.asked:
        return
    one.closed, one.closed_by, one.asked = None, None, True
    await close_or_open(work, one, is_open=is_writable(one.plan))
    work.tell(PartAskedAgain(plan=one.plan_id, preparation=one.id))
