"""Which rows of a plan somebody takes out: those that they may read, asked of the rules of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import defer
from sqlmodel import SQLModel, select

from server.agreements.policy import may_see as may_see_agreement
from server.agreements.policy import sees_answers
from server.booking.policy import may_see_booking
from server.comments.policy import may_see as may_see_thread
from server.exports.archive.tables import PARTS
from server.goals.policy import may_see as may_see_goal
from server.goals.policy import reads_evaluation, sees_evaluation
from server.people.policy import standing
from server.plans.policy import may_see_version
from server.preparations.policy import may_see as may_see_preparation
from server.talks.policy import may_see as may_see_talk
from server.texts.policy import may_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from server.agreements.models import Agreement, Assent
    from server.exports.actions.taking import Taking
    from server.exports.archive.tables import Kept
    from server.goals.models import Evaluation
    from server.people.policy import Actor
    from server.plans.models import Plan

Found = dict[str, dict[Any, SQLModel]]
"""Rows by the kind's name and by what each is known."""


def takes_evaluation(actor: Actor, one: Evaluation) -> bool:
    """What was said looking back is for whoever reads it; that somebody is asked for it, for whoever may know."""
    return sees_evaluation(actor, one) if one.given is None else reads_evaluation(standing(actor, one.plan), one)


RULES: dict[str, Callable[[Actor, Any], bool]] = {
    "preparations": may_see_preparation,
    "texts": may_read,
    "answers": may_read,
    "goals": may_see_goal,
    "evaluations": takes_evaluation,
    "threads": may_see_thread,
    "versions": may_see_version,
    "agreements": may_see_agreement,
    "talks": may_see_talk,
    "bookings": may_see_booking,
}
"""What hangs on a row that is judged goes with it, without a rule; but for answers to what is proposed, and what is said of a goal."""
assert set(RULES) == {one.name for one in PARTS if one.under == "plan"}, "each kind of row under a plan has a rule"  # noqa: S101  # while loading
NAMES_THE_PUPIL = frozenset({"versions", "documents", "agreements", "assents", "talks", "attendance", "invited", "bookings"})
"""What says who or where the pupil is, and is left out with a protected identity."""


def sees_assent(actor: Actor, assent: Assent, agreements: dict[UUID, Agreement]) -> bool:
    """Before the lock an answer is its giver's and the staff's; from then on it stands in the version."""
    agreement = agreements[assent.agreement_id]
    return assent.person_id == actor.id or agreement.version_id is not None or sees_answers(standing(actor, agreement.plan))


async def rows_of(taking: Taking, plan: Plan) -> Found:
    """Give all rows of a plan that may be taken out."""
    found: Found = {}
    for kept in PARTS:
        found[kept.name] = {} if taking.hides and kept.name in NAMES_THE_PUPIL else await _rows(taking, plan, kept, found)
    return found


def ids_of(found: Found) -> set[str]:
    """Give the ids of what is there; a comment that is taken back is there no more, its place is nothing."""
    return {str(key) for rows in found.values() for key, one in rows.items() if getattr(one, "taken_back", None) is None}


async def _rows(taking: Taking, plan: Plan, kept: Kept, found: Found) -> dict[Any, SQLModel]:
    """Give the rows of a kind that may be taken out: judged by their rule, or with what they hang on."""
    table: Any = kept.table
    above = [plan.id] if kept.under == "plan" else list(found[kept.under])
    wanted = select(table).where(getattr(table, kept.parent).in_(above)).order_by(*(getattr(table, name) for name in kept.keys))
    wanted = wanted.options(*(defer(getattr(table, name), raiseload=True) for name in kept.without & {"body", "content"}))
    rows = list((await taking.work.session.exec(wanted)).unique())
    if (rule := RULES.get(kept.name)) is not None:
        rows = [one for one in rows if rule(taking.work.actor, one)]
    elif kept.name == "assents":
        rows = [one for one in rows if sees_assent(taking.work.actor, one, found["agreements"])]  # type: ignore[arg-type]
    elif kept.name == "goal_evaluations":
        rows = [one for one in rows if one.goal_id in found["goals"]]
    return {kept.key_of(one): one for one in rows}
