"""Where each step of the staircase leads: to what is to be done in it, or to where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.booking.policy import BOOKABLE, runs
from server.guide.policy import role_of
from server.people.policy import Role
from server.plans.models import Phase
from server.plans.policy import LOCKED, reached
from server.rounds.models import Step, StepState

if TYPE_CHECKING:
    from server.people.policy import Standing
    from server.plans.models import Plan
    from server.rounds.staircase import Stair

_PAGE = {Step.use: "follow", Step.evaluate: "evaluation"}
"""The pages of the steps after the talk."""
_PLACE = {Step.use: "goals", Step.evaluate: "goals", Step.book: "head"}
"""The place on the plan's page of a step that has no page of its own; the others have the texts."""


def way(stair: Stair, plan: Plan, who: Standing) -> str:
    """Give the address to which a step leads somebody; the first leads to the guide, since it is over for whoever has a plan."""
    if stair.step is Step.material:
        return guide(plan, who)
    if page := _booking(stair, plan, who) or _talk(stair, plan) or _followed(stair, plan):
        return page
    if _prepares(stair, plan, who):
        return f"/plans/{plan.id}/prepare"
    if who.is_any(Role.mentor) and stair.state is not StepState.done:
        if stair.mine and plan.phase is not Phase.talk:
            return f"/plans/{plan.id}#moves"
        if stair.waits_for:
            return f"/classes/{plan.class_id}/overview"
    return f"/plans/{plan.id}#{_PLACE.get(stair.step, 'texts')}"


def _followed(stair: Stair, plan: Plan) -> str:
    """Give the page on which goals are followed, or looked back on once all are asked to."""
    is_there = reached(plan, Phase.in_use) and stair.state not in {StepState.not_started, StepState.skipped}
    return f"/plans/{plan.id}/{_PAGE[stair.step]}" if stair.step in _PAGE and is_there else ""


def guide(plan: Plan, who: Standing) -> str:
    """Give the address of the guide for somebody who looks at a plan: the school's, where the pupil still goes there."""
    return f"/schools/{plan.school_id}/guide/{role_of(who)}" if plan.school_id in (plan.at_schools or ()) else "/guide"


def _booking(stair: Stair, plan: Plan, who: Standing) -> str:
    """Give the page on which times are offered or booked, for whoever does so."""
    if stair.step is not Step.book or not (who.home or runs(who)) or plan.phase not in BOOKABLE:
        return ""
    offers = not who.home and (stair.mine or stair.state is StepState.not_started)
    return f"/classes/{plan.class_id}/booking" if offers else f"/plans/{plan.id}/booking"


def _talk(stair: Stair, plan: Plan) -> str:
    """Give the page of the talk that goes on, or of the agreement that is proposed."""
    if stair.step is not Step.talk or plan.phase is not Phase.talk:
        return ""
    return f"/plans/{plan.id}/{'talk' if plan.proposed is None else 'agreement'}"


def _prepares(stair: Stair, plan: Plan, who: Standing) -> bool:
    """Whether a step leads to a part of one's own: a mentor who also teaches looks after the others once that is done."""
    is_begun = stair.step is Step.prepare_school or reached(plan, Phase.shared)
    return stair.own and is_begun and plan.phase not in LOCKED and (stair.mine or not who.is_any(Role.mentor))
