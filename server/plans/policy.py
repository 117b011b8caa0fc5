"""Who sees a plan, and who may take it from one phase to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import RelationKind
from server.people.policy import HOME, STAFF, Role, has_moved, standing, works_elsewhere
from server.plans.models import Phase

if TYPE_CHECKING:
    from server.people.policy import Actor, Concerned, Standing
    from server.plans.models import Plan, Version

ORDER = tuple(Phase)
LOCKED = frozenset({Phase.agreed, Phase.in_use, Phase.evaluated, Phase.archived})

_RUN = frozenset({Role.mentor, Role.principal})
MOVES: dict[tuple[Phase, Phase], frozenset[Role]] = {
    (Phase.draft, Phase.shared): _RUN,
    (Phase.shared, Phase.draft): _RUN,
    (Phase.shared, Phase.talk): _RUN,
    (Phase.talk, Phase.shared): _RUN,
    (Phase.talk, Phase.agreed): frozenset({Role.mentor}),
    (Phase.agreed, Phase.in_use): frozenset({Role.mentor}),
    (Phase.agreed, Phase.talk): frozenset({Role.principal}),
    (Phase.in_use, Phase.talk): frozenset({Role.principal}),
    (Phase.evaluated, Phase.in_use): frozenset({Role.mentor}),
}


def reached(plan: Plan, phase: Phase) -> bool:
    """Whether the plan has come as far as a phase."""
    return ORDER.index(plan.phase) >= ORDER.index(phase)


def sees(who: Standing) -> bool:
    """The home and the pupil's staff see the plan; administrators run the roster, not the content."""
    return not who.roles.isdisjoint(HOME | STAFF)


def may_see(actor: Actor, plan: Plan) -> bool:
    """Whether a person may know of a plan at all."""
    return sees(standing(actor, plan))


def has_left(plan: Concerned) -> bool:
    """Whether the pupil no longer goes to the school that made the plan, but to another one or to none: nobody is asked anything of it."""
    return plan.school_id not in (plan.at_schools or ())


def is_writable(plan: Plan) -> bool:
    """Whether the plan's words may still change: neither locked nor proposed to be agreed on."""
    return plan.phase not in LOCKED and plan.proposed is None


def may_move(actor: Actor, plan: Plan, to: Phase) -> bool:
    """Whether a person may take the plan from where it is to another phase.

    A written plan is agreed by its agreement, and only a mere talk is simply held; what is proposed is first locked or taken back.
    """
    if plan.proposed is not None or (to is Phase.agreed and not plan.talk_only):
        return False
    return not standing(actor, plan).roles.isdisjoint(MOVES.get((plan.phase, to), frozenset()))


def needs_reason(plan: Plan, to: Phase, *, written: bool) -> bool:
    """Going back is free until the other side has written; from behind the lock it is never done without saying why."""
    return ORDER.index(to) < ORDER.index(plan.phase) and (written or plan.phase in LOCKED)


def may_see_version(actor: Actor, version: Version) -> bool:
    """A locked version is read by those who see its plan."""
    return may_see(actor, version.plan)


def may_see_pupil(actor: Actor, plan: Concerned) -> bool:
    """Whether a person may see the pupil's page: whoever sees the plan, and whoever runs the roster."""
    return bool(standing(actor, plan).roles)


def may_see_ties(actor: Actor, pupil: Concerned) -> bool:
    """Those who run a school see who is tied to its pupils, and ask why somebody may see what."""
    return standing(actor, pupil).is_any(Role.principal, Role.admin)


def may_run_ties(actor: Actor, pupil: Concerned) -> bool:
    """Administrators run the relations of a school's pupils."""
    return standing(actor, pupil).is_any(Role.admin)


def may_see_protection(actor: Actor, pupil: Concerned) -> bool:
    """Those who run the school, and staff who are granted the pupil by name, read whose names those are."""
    return may_see_ties(actor, pupil) or (pupil.pupil_id in actor.granted and standing(actor, pupil).staff)


def may_see_access(actor: Actor, pupil: Concerned) -> bool:
    """The pupil and the home read who has access and who has looked; so do those who run the school."""
    return may_see_ties(actor, pupil) or standing(actor, pupil).home


def is_pupil(actor: Actor, pupil: Concerned) -> bool:
    """What a pupil of age decides, nobody else does."""
    return actor.id == pupil.pupil_id


_BY_NAME = frozenset({RelationKind.mentor_of, RelationKind.teacher_in})
_FOR_ALL = frozenset({RelationKind.observer_in, RelationKind.principal_of})


def may_see_handed_over(actor: Actor, plan: Plan) -> bool:
    """Staff of the school that a pupil has moved to read what the old one agreed with the home: the newest version, the active goals."""
    if not has_moved(plan) or plan.pupil_id in actor.hidden or works_elsewhere(actor, plan):
        return False
    here = [tie for tie in actor.ties if tie.school_id in (plan.at_schools or ())]
    return any((tie.kind in _BY_NAME and tie.pupil_id == plan.pupil_id) or (tie.kind in _FOR_ALL and tie.class_id is None) for tie in here)
