"""Why somebody can see or do something about a pupil, or why not: asked of the same rules that judge.

A right rests on a relation if it falls when that relation is taken away. A right that is missing is asked for again as it would be with
the protection lifted, at another moment, or in another phase: the first of these that gives it is the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from server.comments.policy import may_write as may_comment
from server.errors import _
from server.goals.models import Status
from server.goals.policy import may_move as may_move_goal
from server.goals.policy import may_propose
from server.people.models import RelationKind
from server.people.policy import standing
from server.plans.models import Phase
from server.plans.policy import (
    LOCKED,
    may_move,
    may_run_ties,
    may_see,
    may_see_access,
    may_see_handed_over,
    may_see_ties,
)
from server.texts.policy import may_read, may_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from uuid import UUID

    from server.people.models import Person
    from server.people.policy import Actor, Tie
    from server.plans.models import Plan
    from server.texts.models import Text

A_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Asked:
    """One right: what it is called, and the rule that gives it in a phase of the plan."""

    sentence: str
    rule: Callable[[Actor, Phase], bool]
    text: Text | None = None


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


def _in_phase(plan: Plan, phase: Phase) -> Any:  # noqa: ANN401  # stands in for a plan
    """Give something that rules take for the plan as it would be in a phase."""
    kept = {name: getattr(plan, name) for name in ("id", "pupil_id", "school_id", "class_id", "organisation_id", "at_schools")}
    return SimpleNamespace(**kept, phase=phase)


def _text_in_phase(text: Text, plan: Plan, phase: Phase) -> Any:  # noqa: ANN401  # stands in for a text
    """Give something that rules take for a text as it would be in a phase."""
    is_open = text.open if phase is plan.phase else phase not in LOCKED
    return SimpleNamespace(
        kind=text.kind,
        household_id=text.household_id,
        subject=text.subject,
        reads=text.reads,
        open=is_open,
        plan=_in_phase(plan, phase),
        plan_id=plan.id,
    )


def rights(pupil: Person, plan: Plan, texts: Iterable[Text]) -> list[Asked]:
    """Give the rights that there are about a pupil's plan, each with its own rule."""

    def thread(actor: Actor, phase: Phase) -> Any:  # noqa: ANN401  # stands in for a thread
        return SimpleNamespace(plan=_in_phase(plan, phase), text=None, goal=None, begun_by=actor.id)

    def goal(phase: Phase) -> Any:  # noqa: ANN401  # stands in for a goal
        return SimpleNamespace(plan=_in_phase(plan, phase), status=Status.ongoing, proposed_by=pupil.id)

    asked = [Asked(_("Read the plan"), lambda actor, phase: may_see(actor, _in_phase(plan, phase)))]
    for text in texts:
        asked += [
            Asked(_("Read: {text}"), _judging(may_read, text, plan), text),
            Asked(_("Write in: {text}"), _judging(may_write, text, plan), text),
        ]
    return [
        *asked,
        Asked(_("Comment on the plan"), lambda actor, phase: may_comment(actor, thread(actor, phase))),
        Asked(_("Propose goals"), lambda actor, phase: may_propose(actor, _in_phase(plan, phase))),
        Asked(_("Mark a goal as done"), lambda actor, phase: may_move_goal(actor, goal(phase), Status.done)),
        Asked(_("Set any status of a goal"), lambda actor, phase: may_move_goal(actor, goal(phase), Status.cancelled)),
        Asked(_("Take the plan to another phase"), lambda actor, phase: any(may_move(actor, _in_phase(plan, phase), to) for to in Phase)),
        Asked(_("Read what the former school has handed over"), lambda actor, phase: may_see_handed_over(actor, _in_phase(plan, phase))),
        Asked(_("Read who has access and who has looked"), lambda actor, phase: may_see_access(actor, _in_phase(plan, phase))),
        Asked(_("See the pupil's relations"), lambda actor, phase: may_see_ties(actor, _in_phase(plan, phase))),
        Asked(_("Change the pupil's relations"), lambda actor, phase: may_run_ties(actor, _in_phase(plan, phase))),
    ]


def _judging(rule: Callable[[Actor, Any], bool], text: Text, plan: Plan) -> Callable[[Actor, Phase], bool]:
    """Ask a text's rule in a phase."""
    return lambda actor, phase: rule(actor, _text_in_phase(text, plan, phase))


def answer(asked: Asked, actor: Actor, plan: Plan, otherwise: Iterable[Otherwise]) -> Answer:
    """Say whether somebody has a right, and why."""
    return _why(asked, actor, plan) if asked.rule(actor, plan.phase) else _why_not(asked, actor, plan, otherwise)


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
    return Answer(asked, given=False, sentence=_("What this person is to the pupil does not give it."))
