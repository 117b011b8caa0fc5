"""Who sees, proposes, words and moves a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.goals.models import Status
from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import LOCKED, reached, sees

if TYPE_CHECKING:
    from server.goals.models import CheckIn, Goal
    from server.people.policy import Actor, Standing
    from server.plans.models import Plan

CLOSED = frozenset({Phase.evaluated, Phase.archived})
IN_USE = frozenset({Phase.agreed, Phase.in_use})
"""While a plan is in these its goals are worked on."""
PROPOSERS = (Role.pupil, Role.guardian, Role.contact, Role.mentor, Role.teacher)

STEPS: dict[Status, frozenset[Status]] = {
    Status.proposed: frozenset({Status.ongoing, Status.cancelled}),
    Status.ongoing: frozenset({Status.done, Status.cancelled, Status.carried_over}),
    Status.done: frozenset({Status.ongoing, Status.fulfilled, Status.carried_over}),
    Status.fulfilled: frozenset({Status.ongoing}),
    Status.cancelled: frozenset({Status.proposed, Status.ongoing}),
    Status.carried_over: frozenset({Status.ongoing}),
}
_AT_WORK = frozenset({Status.ongoing, Status.done, Status.fulfilled})
_PUPILS = {(Status.ongoing, Status.done), (Status.done, Status.ongoing)}


def sees_goal(who: Standing, goal: Goal) -> bool:
    """Staff see every goal. The home sees none that is cancelled, and before the showing only those it proposed itself."""
    if who.staff:
        return True
    return who.home and goal.status is not Status.cancelled and (reached(goal.plan, Phase.shared) or goal.proposed_by == who.person_id)


def may_see(actor: Actor, goal: Goal) -> bool:
    """Whether a person may know of a goal."""
    who = standing(actor, goal.plan)
    return sees(who) and sees_goal(who, goal)


def may_propose(actor: Actor, plan: Plan) -> bool:
    """Pupil, guardian, mentor and teacher propose, until the plan is evaluated."""
    return plan.phase not in CLOSED and standing(actor, plan).is_any(*PROPOSERS)


_TAKES_OVER = frozenset({Status.proposed, Status.ongoing, Status.done, Status.carried_over})


def may_take_over(actor: Actor, goal: Goal, plan: Plan) -> bool:
    """Whoever may propose takes a goal of an earlier plan over, unless it is fulfilled or was given up."""
    return may_propose(actor, plan) and may_see(actor, goal) and is_earlier(goal.plan, plan) and goal.status in _TAKES_OVER


def is_earlier(one: Plan, plan: Plan) -> bool:
    """Whether a plan came before another of the same pupil."""
    return one.pupil_id == plan.pupil_id and one.begun < plan.begun


def may_reword(actor: Actor, goal: Goal) -> bool:
    """The proposer and the mentor word a proposal; once it is agreed only the mentor does, and nobody when the plan is locked.

    While an agreement is proposed nobody words anything.
    """
    if goal.plan.phase in CLOSED or goal.plan.proposed is not None:
        return False
    mentor = standing(actor, goal.plan).is_any(Role.mentor)
    if goal.status is Status.proposed:
        return mentor or (goal.proposed_by == actor.id and may_propose(actor, goal.plan))
    return mentor and goal.plan.phase not in LOCKED


def may_move(actor: Actor, goal: Goal, to: Status) -> bool:
    """The pupil may say done, and take it back; the mentor may set any status; nobody once the plan is evaluated.

    While an agreement is proposed goals move as the work on them does, and none comes into it or leaves it.
    """
    if goal.plan.phase in CLOSED or to not in STEPS[goal.status]:
        return False
    if goal.plan.proposed is not None and not {goal.status, to} <= _AT_WORK:
        return False
    who = standing(actor, goal.plan)
    return who.is_any(Role.mentor) or (who.is_any(Role.pupil) and (goal.status, to) in _PUPILS)


def may_check_in(actor: Actor, goal: Goal) -> bool:
    """Whoever may propose may also write how an agreed goal is going."""
    return goal.status is not Status.proposed and may_propose(actor, goal.plan)


def may_confirm(actor: Actor, goal: Goal) -> bool:
    """The mentor confirms that a goal that is done is fulfilled."""
    return goal.status is Status.done and may_move(actor, goal, Status.fulfilled)


def may_see_check_in(actor: Actor, one: CheckIn) -> bool:
    """A check-in is seen with its goal."""
    return may_see(actor, one.goal)
