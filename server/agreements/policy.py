"""Who proposes what is agreed, who answers, who locks it, and who sees whose answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.agreements.models import Answerer
from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import may_see as may_see_plan

if TYPE_CHECKING:
    from server.agreements.models import Agreement
    from server.people.policy import Actor, Standing
    from server.plans.models import Plan


def may_see(actor: Actor, agreement: Agreement) -> bool:
    """What is proposed is read by those who see the plan."""
    return may_see_plan(actor, agreement.plan)


def may_propose(actor: Actor, plan: Plan) -> bool:
    """In the talk the mentor proposes, where a written plan is made; of what is proposed already it is done."""
    return plan.phase is Phase.talk and not plan.talk_only and standing(actor, plan).is_any(Role.mentor)


def may_run(actor: Actor, agreement: Agreement) -> bool:
    """The mentor takes a proposal back, or locks it; nobody does anything in a plan that is archived."""
    return agreement.plan.phase is not Phase.archived and standing(actor, agreement.plan).is_any(Role.mentor)


def may_answer(actor: Actor, agreement: Agreement) -> bool:
    """The pupil and the adults of the homes answer, each for themselves; whoever proposed it has said yes by that."""
    if agreement.plan.phase is Phase.archived:
        return False
    return agreement.proposed_by != actor.id and answers_as(standing(actor, agreement.plan)) is not None


def answers_as(who: Standing) -> Answerer | None:
    """Say as what somebody is asked, if at all."""
    return next((one for one in (Answerer.pupil, Answerer.guardian, Answerer.contact) if Role(one) in who.roles), None)


def sees_answers(who: Standing) -> bool:
    """Until the lock staff see who has answered what, and everybody else only their own: no home is to wait for the other's word."""
    return who.staff
