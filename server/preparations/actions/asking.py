"""Which preparations somebody is asked for now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import lazyload
from sqlmodel import col, select

from server.people.policy import Role, standing
from server.plans.models import Phase
from server.preparations.actions.progress import progress_of
from server.preparations.models import Party, Preparation
from server.preparations.policy import is_asked_now, is_own

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Actor
    from server.plans.models import Plan

_IN = (Phase.draft, Phase.shared)


@dataclass(frozen=True)
class Asked:
    """A preparation of somebody's own that is waited for, and whether it only has to be handed in."""

    one: Preparation
    is_complete: bool


async def asked_now(session: AsyncSession, actor: Actor, plans: Sequence[Plan]) -> list[Asked]:
    """Give what somebody is asked to prepare in some plans, in the plans' order; a text that was ever written in counts as answered."""
    open_ones = {plan.id: plan for plan in plans if plan.phase in _IN}
    standings = [standing(actor, plan) for plan in open_ones.values()]
    subjects = {subject for who in standings if who.is_any(Role.teacher) for subject in who.subjects}
    homes = {home for who in standings for home in who.households}
    own = [plan.id for plan in open_ones.values() if plan.pupil_id == actor.id]
    if not (own or subjects or homes):
        return []
    there: Any = lazyload(Preparation.plan)  # type: ignore[arg-type]  # a relationship, where it is asked of the class
    rows = await session.exec(
        select(Preparation)
        .options(there)
        .where(
            col(Preparation.plan_id).in_(open_ones),
            col(Preparation.asked),
            col(Preparation.ready).is_(None),
            col(Preparation.closed).is_(None),
            ((col(Preparation.party) == Party.pupil) & col(Preparation.plan_id).in_(own))
            | ((col(Preparation.party) == Party.teachers) & col(Preparation.subject).in_(subjects))
            | col(Preparation.household_id).in_(homes),
        )
    )
    found = [one for one in rows if is_asked_now(one) and is_own(actor, one)]
    progress = await progress_of(session, found, exactly=False)
    order = list(open_ones)
    found.sort(key=lambda one: (order.index(one.plan_id), one.subject))
    return [Asked(one, progress[one.id].is_complete) for one in found]
