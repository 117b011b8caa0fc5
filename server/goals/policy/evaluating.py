"""Who asks to look back on a plan, who does, who reads it, and who says what becomes of the goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.goals.models import Looker, Status
from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import has_left, sees
from server.texts.models import Reader

if TYPE_CHECKING:
    from server.goals.models import Evaluation, Goal
    from server.people.policy import Actor, Standing
    from server.plans.models import Plan

_RUN = (Role.mentor, Role.principal)
_FOLLOW = (Role.mentor, Role.observer, Role.principal)
_ADULTS = (Role.guardian, Role.contact)
_SETTLED_IN = frozenset({Phase.in_use, Phase.evaluated})
OUTCOMES = (Status.fulfilled, Status.carried_over, Status.cancelled)
"""What may become of a goal when the plan is looked back on."""


def asks_to_look_back(actor: Actor, plan: Plan) -> bool:
    """Mentor and principal ask all to look back on a plan that is in use at the pupil's school."""
    return plan.phase is Phase.in_use and not has_left(plan) and standing(actor, plan).is_any(*_RUN)


def lookers(who: Standing) -> list[Looker]:
    """Say as whom somebody looks back: the pupil, the adults of a home that is theirs, the mentor."""
    held = {Looker.pupil: who.is_any(Role.pupil), Looker.home: who.is_any(*_ADULTS) and bool(who.households)}
    return [one for one, holds in (held | {Looker.mentor: who.is_any(Role.mentor)}).items() if holds]


def may_evaluate(actor: Actor, plan: Plan) -> bool:
    """Pupil, home and mentor look back on a plan while it is in use; whether it is asked for yet is another matter."""
    return plan.phase is Phase.in_use and not has_left(plan) and bool(lookers(standing(actor, plan)))


def is_own(who: Standing, one: Evaluation) -> bool:
    """Whether an evaluation is somebody's own to give."""
    return one.looker in lookers(who) and (one.looker is not Looker.home or one.household_id in who.households)


def is_asked(actor: Actor, one: Evaluation) -> bool:
    """Whether somebody is asked for an evaluation that is not given yet."""
    return one.given is None and one.plan.phase is Phase.in_use and not has_left(one.plan) and is_own(standing(actor, one.plan), one)


def knows_of(who: Standing, one: Evaluation) -> bool:
    """Whether somebody may know that an evaluation is given: a home's is nothing for another home nor for teachers, unless opened."""
    if one.looker is not Looker.home or is_own(who, one) or who.is_any(*_FOLLOW, Role.pupil):
        return sees(who)
    as_home = who.is_any(*_ADULTS) and Reader.other_home in one.reads
    return as_home or (who.is_any(Role.teacher) and Reader.teachers in one.reads)


def reads_evaluation(who: Standing, one: Evaluation) -> bool:
    """Whether somebody reads what an evaluation says: once it is given, or if it is their own."""
    if is_own(who, one):
        return True
    hidden = one.looker is Looker.home and who.is_any(Role.pupil) and not who.is_any(*_FOLLOW) and Reader.pupil not in one.reads
    return one.given is not None and knows_of(who, one) and not hidden


def sees_evaluation(actor: Actor, one: Evaluation) -> bool:
    """Whether a person may know of an evaluation."""
    return knows_of(standing(actor, one.plan), one)


def may_close(actor: Actor, plan: Plan) -> bool:
    """Whoever asks stops waiting for answers: then the plan is evaluated."""
    return asks_to_look_back(actor, plan)


def may_take_back(actor: Actor, plan: Plan) -> bool:
    """Whoever asks to look back takes that back, until somebody has answered."""
    return asks_to_look_back(actor, plan)


def may_settle(actor: Actor, goal: Goal, outcome: Status) -> bool:
    """The mentor says what becomes of a goal when the plan is looked back on, and takes it back; what was only proposed is not reached."""
    if goal.plan.phase not in _SETTLED_IN or has_left(goal.plan) or not standing(actor, goal.plan).is_any(Role.mentor):
        return False
    if goal.status in OUTCOMES:
        return outcome is Status.ongoing
    return outcome in OUTCOMES and (goal.status, outcome) != (Status.proposed, Status.fulfilled)
