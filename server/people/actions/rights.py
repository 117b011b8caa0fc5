"""The rights that there are about a pupil, each with the very rule that gives it."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from server.comments.policy import may_write as may_comment
from server.errors import _
from server.goals.models import Status
from server.goals.policy import may_move as may_move_goal
from server.goals.policy import may_propose
from server.people.models import Shown
from server.people.policy import may_see_picture, may_see_pupil_page, sees
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
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from server.people.policy import Actor, Someone
    from server.plans.models import Plan
    from server.texts.models import Text


@dataclass(frozen=True)
class Asked:
    """One right: what it is called, and the rule that gives it in a phase of the plan."""

    sentence: str
    rule: Callable[[Actor, Phase], bool]
    text: Text | None = None
    whose: str = ""
    """Whose household a text is of, where each has its own."""


def _in_phase(plan: Plan, phase: Phase) -> Any:  # noqa: ANN401  # stands in for a plan
    """Give something that rules take for the plan as it would be in a phase."""
    kept = {name: getattr(plan, name) for name in ("id", "pupil_id", "school_id", "class_id", "organisation_id", "at_schools", "talk_only")}
    return SimpleNamespace(**kept, phase=phase, proposed=plan.proposed if phase is plan.phase else None)


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


def rights(pupil: Someone, plan: Plan, texts: Iterable[Text], homes: Mapping[UUID, str]) -> list[Asked]:
    """Give the rights that there are about a pupil and the plan, each with its own rule; `homes` says whose a household is."""

    def thread(actor: Actor, phase: Phase) -> Any:  # noqa: ANN401  # stands in for a thread
        return SimpleNamespace(plan=_in_phase(plan, phase), text=None, goal=None, begun_by=actor.id)

    def goal(phase: Phase) -> Any:  # noqa: ANN401  # stands in for a goal
        return SimpleNamespace(plan=_in_phase(plan, phase), status=Status.ongoing, proposed_by=pupil.id)

    asked = [Asked(_("See the plan"), lambda actor, phase: may_see(actor, _in_phase(plan, phase)))]
    for text in texts:
        whose = homes.get(text.household_id, "") if text.household_id else ""
        asked += [
            Asked(_("Read: {text}"), _judging(may_read, text, plan), text, whose),
            Asked(_("Write in: {text}"), _judging(may_write, text, plan), text, whose),
        ]
    return [
        *asked,
        Asked(_("Comment on the plan"), lambda actor, phase: may_comment(actor, thread(actor, phase))),
        Asked(_("Propose goals"), lambda actor, phase: may_propose(actor, _in_phase(plan, phase))),
        Asked(_("Mark a goal as done"), lambda actor, phase: may_move_goal(actor, goal(phase), Status.done)),
        Asked(_("Set any status of a goal"), lambda actor, phase: may_move_goal(actor, goal(phase), Status.cancelled)),
        Asked(_("Take the plan to another phase"), lambda actor, phase: any(may_move(actor, _in_phase(plan, phase), to) for to in Phase)),
        *_about_person(pupil),
        Asked(_("Read what the former school has handed over"), lambda actor, phase: may_see_handed_over(actor, _in_phase(plan, phase))),
        Asked(_("Read who has access and who has looked"), lambda actor, phase: may_see_access(actor, _in_phase(plan, phase))),
        Asked(_("See the pupil's relations"), lambda actor, phase: may_see_ties(actor, _in_phase(plan, phase))),
        Asked(_("Change the pupil's relations"), lambda actor, phase: may_run_ties(actor, _in_phase(plan, phase))),
    ]


def _about_person(pupil: Someone) -> list[Asked]:
    """Give the rights to what a pupil's pages say of the pupil."""
    return [
        Asked(_("Open the pupil's page"), lambda actor, _: may_see_pupil_page(actor, pupil)),
        Asked(_("See contact details that the pupil shows to the staff only"), lambda actor, _: sees(actor, pupil, Shown.staff)),
        Asked(_("See contact details that the pupil shows to the classes too"), lambda actor, _: sees(actor, pupil, Shown.classes)),
        Asked(_("See the pupil's picture, if there is one"), lambda actor, _: may_see_picture(actor, pupil)),
    ]


def _judging(rule: Callable[[Actor, Any], bool], text: Text, plan: Plan) -> Callable[[Actor, Phase], bool]:
    """Ask a text's rule in a phase."""
    return lambda actor, phase: rule(actor, _text_in_phase(text, plan, phase))
