"""Who hears of which kind of event, by what they are to the pupil; and who reads a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.policy import FAMILY, HOME, Role

if TYPE_CHECKING:
    from uuid import UUID

    from server.notices.models import Notice
    from server.people.policy import Actor

_FAMILY_AND_MENTOR = HOME | {Role.mentor}

AUDIENCE: dict[str, frozenset[Role]] = {
    "plan_moved": _FAMILY_AND_MENTOR | {Role.teacher},
    "material_handed_out": HOME | {Role.teacher},
    "part_handed_in": frozenset({Role.mentor}),
    "reminded": frozenset(),
    "goal_proposed": _FAMILY_AND_MENTOR,
    "goal_reworded": _FAMILY_AND_MENTOR,
    "goal_moved": _FAMILY_AND_MENTOR,
    "goal_checked_in": _FAMILY_AND_MENTOR,
    "goal_due_soon": _FAMILY_AND_MENTOR,
    "goal_overdue": _FAMILY_AND_MENTOR,
    "goal_evaluated": _FAMILY_AND_MENTOR,
    "evaluation_begun": _FAMILY_AND_MENTOR,
    "comment_written": _FAMILY_AND_MENTOR,
    "times_offered": HOME,
    "talk_booked": _FAMILY_AND_MENTOR,
    "talk_moved": _FAMILY_AND_MENTOR,
    "talk_cancelled": _FAMILY_AND_MENTOR,
    "talk_reminded": _FAMILY_AND_MENTOR,
    "time_freed": HOME,
    "assent_asked": HOME,
    "agreement_taken_back": HOME,
    "assent_given": frozenset({Role.mentor}),
    "access_granted": _FAMILY_AND_MENTOR,
    "access_ended": _FAMILY_AND_MENTOR,
    "talk_begun": _FAMILY_AND_MENTOR,
    "record_taken_out": HOME,
}
"""Beside these, whoever is responsible for the goal, wrote in the thread, is reminded or hosts the talk hears of it; not all of them
hear of what is one household's own."""

GROUPS: dict[str, tuple[str, ...]] = {
    "goals": (
        "goal_proposed",
        "goal_reworded",
        "goal_moved",
        "goal_checked_in",
        "goal_due_soon",
        "goal_overdue",
        "goal_evaluated",
        "evaluation_begun",
    ),
    "comments": ("comment_written",),
    "preparation": ("material_handed_out", "part_handed_in", "reminded"),
    "booking": ("times_offered", "talk_booked", "talk_moved", "talk_cancelled", "talk_reminded", "talk_begun", "time_freed"),
    "plan": ("plan_moved",),
    "agreement": ("assent_asked", "agreement_taken_back", "assent_given"),
    "access": ("access_granted", "access_ended", "record_taken_out"),
}
"""What somebody chooses about: kinds of events put together as a guardian would; each kind is in one."""

AT_ONCE = frozenset({"agreement", "booking"})
"""What is mailed at once where nobody has chosen otherwise: a time is of no use tomorrow, and an agreement waits for an answer."""

GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


OF_AGREEING = frozenset(GROUPS["agreement"])
"""What leads to the page on which it is agreed."""

OF_LOOKING_BACK = frozenset({"evaluation_begun", "goal_evaluated"})
"""What leads to the page on which the plan is looked back on."""

OF_FOLLOWING = frozenset({"goal_due_soon", "goal_overdue"})
"""What leads to the page on which goals are followed."""

OF_STEPS = frozenset({"material_handed_out", "reminded", *GROUPS["booking"]})
"""What the home may hear of before anything is shown to it: that something is prepared or waited for, and when the talk is, not what."""


def may_choose_about(actor: Actor, pupil: UUID) -> bool:
    """One chooses about oneself and each of one's children; all others are one choice."""
    return pupil == actor.id or any(tie.kind in FAMILY and tie.pupil_id == pupil for tie in actor.ties)


def may_see(actor: Actor, notice: Notice) -> bool:
    """A notice is one person's own."""
    return notice.person_id == actor.id
