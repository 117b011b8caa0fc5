"""Who offers times, who books, moves and cancels talks, and who knows of which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import RelationKind
from server.people.policy import Role, runs_any, standing
from server.plans.models import Phase
from server.plans.policy import has_left
from server.rounds.policy import stands

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from server.booking.models import Booking, Offer
    from server.people.policy import Actor, Standing
    from server.plans.models import Plan
    from server.schools.models import Class

BOOKABLE = (Phase.draft, Phase.shared, Phase.talk)
"""While a plan is in these, its talks can be booked: another household's talk may be held already."""
RUN = (Role.mentor, Role.principal, Role.admin)
"""They offer times for others, and book for any household."""
ADULTS = (Role.guardian, Role.contact)


def runs_offers(actor: Actor, place: Class | Offer) -> bool:
    """Principals and administrators offer times for anybody of their school."""
    return runs_any(actor, frozenset({place.school_id, place.organisation_id}))


def may_offer(actor: Actor, klass: Class, pupils: Collection[UUID]) -> bool:
    """Mentors and teachers offer times of their own to the pupils of a class that are theirs; whoever runs the school does it for them."""
    return runs_offers(actor, klass) or bool(own_pupils(actor, klass, pupils))


def own_pupils(actor: Actor, klass: Class, pupils: Collection[UUID]) -> list[UUID]:
    """Give those of a class's pupils whom somebody mentors or teaches."""
    return [one for one in pupils if stands(actor, one, klass).is_any(Role.mentor, Role.teacher)]


def may_follow_class(actor: Actor, klass: Class, pupils: Collection[UUID]) -> bool:
    """Whoever offers times in a class sees how far its booking has come; each pupil is judged besides."""
    return may_offer(actor, klass, pupils)


def may_see_offer(actor: Actor, offer: Offer) -> bool:
    """An offer is looked after by whoever hosts it, and by those who run the school."""
    return runs_offers(actor, offer) or (offer.host_id == actor.id and _works_at(actor, offer.school_id))


def _works_at(actor: Actor, school: UUID) -> bool:
    """Whether somebody works at a school."""
    return any(tie.school_id == school and tie.kind in {RelationKind.mentor_of, RelationKind.teacher_in} for tie in actor.ties)


def runs(who: Standing) -> bool:
    """Whether somebody books for any household of a pupil."""
    return who.is_any(*RUN)


def may_follow(actor: Actor, plan: Plan) -> bool:
    """The home sees when it can come, and those who book for it do."""
    who = standing(actor, plan)
    return who.home or runs(who)


def is_of(who: Standing, household: UUID | None, *, of_age: bool) -> bool:
    """Whether a talk is somebody's own to book: a household's for its adults, all for a pupil of age, also what the home booked before."""
    if of_age and who.is_any(Role.pupil):
        return True
    return household is not None and who.is_any(*ADULTS) and household in who.households


def may_book(actor: Actor, plan: Plan, household: UUID | None, *, of_age: bool) -> bool:
    """An adult books for the own household, a pupil of age for themselves, mentor, principal and administrator for anyone of theirs."""
    who = standing(actor, plan)
    return plan.phase in BOOKABLE and not has_left(plan) and (runs(who) or is_of(who, household, of_age=of_age))


def knows_household(who: Standing, household: UUID | None) -> bool:
    """Whether somebody may know of a household's talk: the pupil and staff of each, an adult of a home only of the own one."""
    if runs(who) or who.is_any(Role.pupil):
        return True
    if household is None:  # of a pupil whose adults are in no household
        return who.is_any(*ADULTS) and not who.households
    return who.is_any(*ADULTS) and household in who.households


def may_see_booking(actor: Actor, booking: Booking) -> bool:
    """The pupil, the household and those who run the talk know when it is, and so does whoever hosts it."""
    who = standing(actor, booking.plan)
    return knows_household(who, booking.household_id) or (booking.host_id == actor.id and who.staff)
