"""Why somebody can see or do something about a pupil, or why not: asked of the same rules that judge.

A right rests on a relation if it falls when that relation is taken away. A right that is missing is asked for again as it would be with
the protection lifted, at another moment, or in another phase: the first of these that gives it is the reason. What somebody would have to
be to the pupil is found by asking as if they were just that.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from server.errors import _
from server.people.models import RelationKind
from server.people.policy import Role, Tie, standing
from server.plans.models import Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from uuid import UUID

    from server.people.actions.rights import Asked
    from server.people.models import Person
    from server.people.policy import Actor
    from server.plans.models import Plan

A_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Otherwise:
    """Who somebody was or will be at another moment, and what changed then."""

    actor: Actor
    sentence: str
    day: datetime
    relation: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """Whether somebody has a right, and why."""

    asked: Asked
    given: bool
    relations: tuple[UUID, ...] = ()
    """The relations that the right rests on."""
    together: bool = True
    """Whether it falls with each of them; otherwise any one of them is enough."""
    either: tuple[UUID, ...] = ()
    """Beside those it rests on, it needs one of these."""
    own: bool = False
    sentence: str = ""
    day: datetime | None = None
    phases: tuple[Phase, ...] = field(default=())
    comes_with: tuple[Role, ...] = field(default=())
    """What somebody would have to be to the pupil to have it."""


def answer(asked: Asked, actor: Actor, plan: Plan, pupil: Person, otherwise: Iterable[Otherwise]) -> Answer:
    """Say whether somebody has a right, and why."""
    if asked.rule(actor, plan.phase):
        return _why(asked, actor, plan)
    return replace(_why_not(asked, actor, plan, otherwise), comes_with=_comes_with(asked, actor, plan, pupil))


_KINDS = {
    Role.guardian: RelationKind.guardian_of,
    Role.contact: RelationKind.contact_for,
    Role.mentor: RelationKind.mentor_of,
    Role.teacher: RelationKind.teacher_in,
    Role.observer: RelationKind.observer_in,
    Role.principal: RelationKind.principal_of,
    Role.admin: RelationKind.admin_of,
}


def _comes_with(asked: Asked, actor: Actor, plan: Plan, pupil: Person) -> tuple[Role, ...]:
    """Give what one would have to be to the pupil to have a right as things are now: by being just that, and nothing else."""
    school = next(iter(plan.at_schools or ()), plan.school_id)
    household, subject = (asked.text.household_id, asked.text.subject) if asked.text else (None, "")
    found = [Role.pupil] if asked.rule(replace(actor, person=pupil, ties=(), hidden=frozenset()), plan.phase) else []
    for role, kind in _KINDS.items():
        to = None if role in {Role.observer, Role.principal, Role.admin} else plan.pupil_id
        tie = Tie(kind, to, plan.class_id if to else None, school, household_id=household, subject=subject)
        if asked.rule(replace(actor, ties=(tie,), hidden=frozenset()), plan.phase):
            found.append(role)
    return tuple(found)


def _why(asked: Asked, actor: Actor, plan: Plan) -> Answer:
    """Give the relations on which a right rests: take each away, and see whether it falls."""
    held = dict.fromkeys(tie.relation_id for tie in sorted(actor.ties, key=_rank) if tie.relation_id is not None)

    def holds(keep: Callable[[UUID | None], bool]) -> bool:
        ties = tuple(tie for tie in actor.ties if keep(tie.relation_id))
        named = {tie.pupil_id for tie in ties if tie.kind is RelationKind.sees_protected}
        return asked.rule(replace(actor, ties=ties, hidden=actor.hidden | (actor.granted - named)), plan.phase)

    if holds(lambda _one: False):
        return Answer(asked, given=True, own=True)
    needed = tuple(one for one in held if not holds(lambda other, one=one: other != one))  # type: ignore[misc]
    if needed:
        others = [one for one in held if one not in needed]
        whole = holds(lambda other: other in needed)
        either = () if whole else tuple(one for one in others if holds(lambda other, one=one: other == one or other in needed))  # type: ignore[misc]
        return Answer(asked, given=True, relations=needed, either=either)
    enough = tuple(one for one in held if holds(lambda other, one=one: other == one))  # type: ignore[misc]
    return Answer(asked, given=True, relations=enough, together=False)


_RANKS = list(RelationKind)


def _rank(tie: Tie) -> int:
    """Put the relations in the order in which they are always named."""
    return _RANKS.index(tie.kind)


def _why_not(asked: Asked, actor: Actor, plan: Plan, otherwise: Iterable[Otherwise]) -> Answer:
    """Give the first change that would bring a right that is missing."""
    if asked.rule(replace(actor, hidden=frozenset()), plan.phase):
        return Answer(asked, given=False, sentence=_("The identity is protected, and this person is not granted by name."))
    for other in otherwise:
        if asked.rule(other.actor, plan.phase):
            relations = (other.relation,) if other.relation else ()
            return Answer(asked, given=False, sentence=other.sentence, day=other.day, relations=relations)
    if phases := tuple(one for one in Phase if asked.rule(actor, one)):
        return Answer(asked, given=False, sentence=_("Not while the plan is where it is now; only here: {phases}"), phases=phases)
    if not standing(actor, plan).roles:
        return Answer(asked, given=False, sentence=_("No relation to this pupil holds now."))
    return Answer(asked, given=False)  # what it comes with says enough
