"""Who sees a plan, and who may take it from one phase to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.policy import HOME, STAFF, Role, standing
from server.plans.models import Phase

if TYPE_CHECKING:
    from server.people.policy import Actor, Standing
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


def may_move(actor: Actor, plan: Plan, to: Phase) -> bool:
    """Whether a person may take the plan from where it is to another phase."""
    return not standing(actor, plan).roles.isdisjoint(MOVES.get((plan.phase, to), frozenset()))


def needs_reason(plan: Plan, to: Phase) -> bool:
    """Going back from what the home has seen, or behind the lock, is never done without saying why."""
    return ORDER.index(to) < ORDER.index(plan.phase)


def may_see_version(actor: Actor, version: Version) -> bool:
    """A locked version is read by those who see its plan."""
    return may_see(actor, version.plan)


def may_see_pupil(actor: Actor, plan: Plan) -> bool:
    """Whether a person may see the pupil's page: whoever sees the plan, and whoever runs the roster."""
    return bool(standing(actor, plan).roles)
