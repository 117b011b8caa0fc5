"""Who sees a party's preparation, hands it in, takes it back, and stops waiting for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import LOCKED, reached, sees
from server.preparations.models import Party
from server.texts.policy import may_read as may_see_answer
from server.texts.policy import may_write as may_answer

if TYPE_CHECKING:
    from server.people.policy import Actor, Standing
    from server.preparations.models import Preparation

__all__ = ["is_whose", "may_answer", "may_close", "may_hand_in", "may_see", "may_see_answer", "may_take_back"]

_DURING = {Party.pupil: Phase.draft, Party.teachers: Phase.draft, Party.home: Phase.shared}
"""In which phase each party prepares; what is handed in is taken back only in that."""


def is_whose(who: Standing, one: Preparation) -> bool:
    """Whether a preparation is somebody's own to make."""
    match one.party:
        case Party.pupil:
            return who.is_any(Role.pupil)
        case Party.teachers:
            return who.is_any(Role.teacher) and one.subject in who.subjects
        case Party.home:
            return who.is_any(Role.guardian, Role.contact) and one.household_id in who.households


def may_see(actor: Actor, one: Preparation) -> bool:
    """Staff see how far each party has come, the pupil all but the teachers', a home only its own."""
    who = standing(actor, one.plan)
    if one.party is Party.home and not reached(one.plan, Phase.shared):
        return who.staff
    return sees(who) and (who.staff or is_whose(who, one) or (who.is_any(Role.pupil) and one.party is Party.home))


def may_hand_in(actor: Actor, one: Preparation) -> bool:
    """A party says that it is ready, from its step on until the plan is locked, unless nobody waits for it any more."""
    return (
        is_whose(standing(actor, one.plan), one)
        and one.ready is None
        and one.closed is None
        and reached(one.plan, _DURING[one.party])
        and one.plan.phase not in LOCKED
    )


def may_take_back(actor: Actor, one: Preparation) -> bool:
    """What is handed in is taken back by its party, until the next step begins."""
    return is_whose(standing(actor, one.plan), one) and one.ready is not None and one.plan.phase is _DURING[one.party]


def may_close(actor: Actor, one: Preparation) -> bool:
    """Mentor and principal stop waiting for a preparation that is not handed in, or wait for it again."""
    return standing(actor, one.plan).is_any(Role.mentor, Role.principal) and one.ready is None and one.plan.phase not in LOCKED
