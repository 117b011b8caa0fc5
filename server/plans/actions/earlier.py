"""A pupil's plans of other terms, as far as somebody may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.plans.models import Plan
from server.plans.policy import may_see
from server.schools.models import Term

if TYPE_CHECKING:
    from uuid import UUID

    from server.work import Work

Dated = tuple[Plan, Term | None]
"""A plan with its term, by which it is called."""


async def plans_seen(work: Work, pupil: UUID) -> list[Dated]:
    """Give the plans of a pupil that somebody may see, newest first."""
    rows = await work.session.exec(
        select(Plan, Term)
        .join(Term, col(Term.id) == Plan.term_id, isouter=True)
        .where(Plan.pupil_id == pupil)
        .order_by(col(Plan.begun).desc(), col(Plan.id))
    )
    return [(plan, term) for plan, term in rows if may_see(work.actor, plan)]


async def earlier_than(work: Work, plan: Plan) -> list[Dated]:
    """Give the plans that came before one, newest first."""
    return [(one, term) for one, term in await plans_seen(work, plan.pupil_id) if one.begun < plan.begun]
