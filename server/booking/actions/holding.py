"""Holding what a talk takes until the commit, and finding out whether it can be taken: the database itself refuses the rest."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from server.booking.actions.finding import busy_with, free_slots, is_taken, longest, offers_for
from server.booking.models import Slot
from server.columns import now
from server.errors import UnknownError, WrongFormError, _

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from uuid import UUID

    from server.booking.models import Offer
    from server.plans.models import Plan
    from server.work import Work

TAKEN = _("This time has just been taken. Choose another one.")
REFUSES = {"23P01", "23505"}
"""What PostgreSQL says when somebody or something would be taken twice."""


@dataclass(frozen=True)
class Wanted:
    """How a talk is wanted: whose it is, whether with an interpreter, and of which language, whether from afar."""

    household: UUID | None = None
    interpreter: bool = False
    language: str = ""
    remote: bool = False

    def minutes(self, offer: Offer) -> int:
        """Give how long it takes."""
        return offer.longer if self.interpreter else offer.minutes


async def hold(work: Work, *keys: UUID | None) -> None:
    """Hold whoever is to be taken, in one order for all: who grabs the same time at once waits, and is then told that it is gone."""
    for key in sorted({one for one in keys if one is not None}):
        await work.once(key)


async def glance(work: Work, slot: Slot) -> None:
    """Look whether a time is gone before waiting in line for it: when fifty grab the same ones, forty need not wait to be told so.

    Raises:
        WrongFormError: it is taken.
    """
    wanted = select(Slot.id).where(col(Slot.id) == slot.id, is_taken())
    if (await work.session.exec(wanted)).first() is not None:
        raise WrongFormError({"slot": TAKEN})


def takes(offer: Offer, plan: Plan, household: UUID | None) -> list[UUID | None]:
    """Give whoever and whatever a talk takes."""
    room = uuid5(offer.school_id, offer.room.lower()) if offer.room else None
    return [offer.host_id, plan.pupil_id, household, room]


async def span(work: Work, plan: Plan, slot: Slot, wanted: Wanted, *, late: bool, but: UUID | None = None) -> tuple[datetime, datetime]:
    """Give from when until when a talk would be. Whom it takes must be held.

    Raises:
        UnknownError: the time is not offered for this pupil's talk.
        WrongFormError: it cannot be taken; it says why.
    """
    offers = (await offers_for(work.session, [plan.id]))[plan.id]
    offer = next((one for one in offers if one.id == slot.offer_id), None)
    if offer is None:
        raise UnknownError
    if offer.closes <= now() and not late:
        raise WrongFormError({"slot": _("These times can no longer be booked. Ask the school.")})
    if slot.starts <= now():
        raise WrongFormError({"slot": _("This time is over. Choose another one.")})
    free = await free_slots(work.session, [offer], but, late=late)
    if slot.id not in {one.id for one in free}:
        raise WrongFormError({"slot": TAKEN})
    minutes = wanted.minutes(offer)
    if longest(slot, free) < minutes:
        raise WrongFormError({"slot": _("With an interpreter the talk takes longer, and there is not enough time after this one.")})
    starts, ends = slot.starts, slot.starts + timedelta(minutes=minutes)
    if any(one.starts < ends and one.ends > starts for one in await busy_with(work.session, plan.pupil_id, wanted.household, but)):
        raise WrongFormError({"slot": _("There is another talk of the same home at that time.")})
    return starts, ends


@asynccontextmanager
async def never_twice(work: Work) -> AsyncIterator[None]:
    """Write what takes somebody.

    Raises:
        WrongFormError: the database says that it is taken already.
    """
    try:
        yield
        await work.session.flush()
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", "") in REFUSES:
            raise WrongFormError({"slot": TAKEN}) from error
        raise
