"""Who sees a talk, who may be in its session, who leads it, who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import may_see as may_see_plan

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.policy import Actor, TalkTie
    from server.plans.models import Plan
    from server.talks.models import Invited, Talk

RUN = (Role.mentor, Role.principal)
_FAMILY = (Role.guardian, Role.contact)
_BEGINS = frozenset({Phase.shared, Phase.talk})


def tie_to(actor: Actor, talk: UUID) -> TalkTie | None:
    """Give what somebody is to a talk beside what they are to the pupil: in its session, invited."""
    return next((tie for tie in actor.talks if tie.talk_id == talk), None)


def may_attend(actor: Actor, talk: Talk) -> bool:
    """The pupil, the sitting's home, the mentor, the principal, and whoever is invited."""
    who = standing(actor, talk.plan)
    if who.is_any(Role.pupil, *RUN):
        return True
    if who.is_any(*_FAMILY) and (talk.household_id is None or talk.household_id in who.households):
        return True
    tie = tie_to(actor, talk.id)
    return tie is not None and tie.invited and (tie.guest or may_see_plan(actor, talk.plan))


def is_called(actor: Actor, talk: Talk) -> bool:
    """Whether somebody is asked to come: all who may attend, but for a principal, who may look in."""
    tie = tie_to(actor, talk.id)
    is_invited = tie is not None and tie.invited
    return may_attend(actor, talk) and (is_invited or standing(actor, talk.plan).is_any(Role.pupil, Role.mentor, *_FAMILY))


def may_see(actor: Actor, talk: Talk) -> bool:
    """A talk is known to those who may attend it, and to nobody else; its guests know that it is over."""
    tie = tie_to(actor, talk.id)
    return may_attend(actor, talk) or (tie is not None and tie.guest)


def may_enter(actor: Actor, talk: Talk) -> bool:
    """Whoever may attend enters while it goes on; a guest once the mentor has let them in."""
    tie = tie_to(actor, talk.id)
    return talk.ended is None and may_attend(actor, talk) and (not actor.person.guest or (tie is not None and tie.admitted))


def is_in(actor: Actor, talk: Talk) -> bool:
    """Whether somebody is in the session of a talk now, and still may be."""
    tie = tie_to(actor, talk.id)
    return talk.ended is None and tie is not None and tie.present and may_attend(actor, talk)


_ORDER = (Role.pupil, Role.guardian, Role.contact, Role.mentor, Role.teacher, Role.principal, Role.observer)


def role_in(actor: Actor, talk: Talk) -> str:
    """Say as what somebody is in a talk; guests are nothing else."""
    held = standing(actor, talk.plan).roles
    return next((str(one) for one in _ORDER if one in held), "guest")


def may_run(actor: Actor, talk: Talk) -> bool:
    """Mentor and principal run a talk: agenda, guests, its end."""
    return talk.ended is None and standing(actor, talk.plan).is_any(*RUN)


def may_end(actor: Actor, talk: Talk) -> bool:
    """Mentor and principal end a talk; one that is over stays over."""
    return standing(actor, talk.plan).is_any(*RUN)


def may_lead(actor: Actor, talk: Talk) -> bool:
    """Whoever leads, while in the session, moves the point for all and hands the lead on; the mentor can always take it."""
    return may_run(actor, talk) or (talk.lead_id == actor.id and is_in(actor, talk))


def may_begin(actor: Actor, plan: Plan) -> bool:
    """Mentor and principal begin a talk, once the plan is shown to the home and before it is locked."""
    return plan.phase in _BEGINS and standing(actor, plan).is_any(*RUN)


def may_see_invited(actor: Actor, invited: Invited) -> bool:
    """Who is invited is run with the talk."""
    return may_see(actor, invited.talk) and not actor.person.guest


def may_run_invited(actor: Actor, invited: Invited) -> bool:
    """The mentor admits, refuses, lets write and removes."""
    return may_run(actor, invited.talk)


def may_follow(actor: Actor, plan: Plan) -> bool:
    """Whether somebody may be in a plan over the socket: whoever sees it, and for its joint texts a guest in the session of its talk."""
    return may_see_plan(actor, plan) or standing(actor, plan).guest
