"""Changing a round while it goes on: the last days of its steps, and whom it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col, select

from server.plans.models import Plan
from server.plans.policy import LOCKED
from server.preparations.models import Party, Preparation
from server.rounds.actions.beginning import ASKS
from server.rounds.actions.days import UNTIL, hold_days
from server.rounds.actions.facts import until_of
from server.rounds.events import RoundDated, StepsDated
from server.schools.models import Term

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from uuid import UUID

    from server.rounds.models import Round, Step
    from server.work import Work


async def change(work: Work, held: Round, until: Mapping[Step, date], asks: Collection[Party], today: date) -> None:
    """Set a round's last days, and whom it asks; what is handed in already stays. The round's row must be held.

    Raises:
        WrongFormError: with a sentence for each day that is wrong.
    """
    before, asked = until_of(held), asked_by(held)
    term = await work.session.get(Term, held.term_id) if held.term_id else None
    hold_days(until, today, term, before)
    if before == dict(until) and asked == set(asks):
        return
    for step, name in UNTIL.items():
        setattr(held, name, until.get(step))
    for party, name in ASKS.items():
        setattr(held, name, party in asks)
    plans = list(
        await work.session.exec(select(Plan.id).where(Plan.round_id == held.id, col(Plan.phase).not_in(LOCKED)).order_by(col(Plan.id)))
    )
    for party in asked.symmetric_difference(asks):
        await _ask(work, plans, party, asked=party in asks)
    for plan in plans:
        work.tell(StepsDated(plan=plan))
    work.tell(RoundDated(round=held.id, klass=held.class_id))


def asked_by(held: Round) -> set[Party]:
    """Give whom a round asks to prepare."""
    return {party for party, name in ASKS.items() if getattr(held, name)}


async def _ask(work: Work, plans: list[UUID], party: Party, *, asked: bool) -> None:
    """Wait for a party's preparations, or no longer."""
    mine = col(Preparation.plan_id).in_(plans) & (col(Preparation.party) == party)
    await work.session.exec(update(Preparation).where(mine).values(asked=asked))
