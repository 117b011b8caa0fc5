"""Who hears of which kind of event, by what they are to the pupil; and who reads a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.policy import FAMILY, HOME, Role
from server.plans.models import Phase
from server.plans.policy import LOCKED

if TYPE_CHECKING:
    from uuid import UUID

    from server.notices.models import Notice, PushDevice
    from server.people.policy import Actor

_FAMILY_AND_MENTOR = HOME | {Role.mentor}
_ALL = _FAMILY_AND_MENTOR | {Role.teacher}

AUDIENCE: dict[str, frozenset[Role]] = {
    "plan_moved": _ALL,
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
"""Beside these, whoever is responsible for the goal, wrote in the thread or what it hangs on, is reminded, hosts the talk or is invited to
it hears of it; not all of them hear of what is one household's own."""

_SHOWN = frozenset({(Phase.draft, Phase.shared), (Phase.shared, Phase.draft)})


def hear_of_move(old: Phase, new: Phase) -> frozenset[Role]:
    """Say who hears that a plan went from one phase to another.

    The home, that something is shown to it or taken back; everybody, that a plan is locked, reopened or archived. Other steps are acts
    that are told by themselves, such as the beginning of a talk, or that ask nothing of anybody.
    """
    if (old, new) in _SHOWN:
        return HOME
    is_lock = new is Phase.agreed or (old in LOCKED and new not in LOCKED)
    return _ALL if is_lock or new is Phase.archived else frozenset()


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
    "times": ("times_offered",),
    "booking": ("talk_booked", "talk_moved", "talk_cancelled", "talk_reminded", "talk_begun", "time_freed"),
    "plan": ("plan_moved",),
    "agreement": ("assent_asked", "agreement_taken_back", "assent_given"),
    "access": ("access_granted", "access_ended", "record_taken_out"),
}
"""What somebody chooses about: kinds of events put together as a guardian would; each kind is in one."""

AT_ONCE = frozenset({"agreement", "booking", "access"})
"""What is mailed at once where nobody has chosen otherwise: a time is of no use tomorrow, and an agreement waits for an answer."""

GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}

BADGE_ONLY = frozenset({"part_handed_in", "assent_given"})
"""What is neither mailed nor pushed, whatever somebody has chosen: it comes in dozens, and nobody waits for an answer."""

NO_BADGE = frozenset({"talk_reminded"})
"""What only calls to mind what the badge has told before."""

OWN_LETTER = frozenset({"talk_booked", "talk_moved", "talk_cancelled", "talk_reminded", "talk_begun", "time_freed", "assent_asked"})
"""What is mailed at once by a letter of its own, which the act itself writes."""

EACH_TIME = OWN_LETTER
"""What is pushed each time, also while an earlier notice of it is unread: another time, another talk."""

CANNOT_WAIT = frozenset({"talk_begun"})
"""What comes in quiet hours, too: when they are over so is the talk."""

NIGHT = "nightly"
"""The night's mail, as what can be turned off beside the groups."""


OF_AGREEING = frozenset(GROUPS["agreement"])
"""What leads to the page on which it is agreed."""

OF_LOOKING_BACK = frozenset({"evaluation_begun", "goal_evaluated"})
"""What leads to the page on which the plan is looked back on."""

OF_FOLLOWING = frozenset({"goal_due_soon", "goal_overdue"})
"""What leads to the page on which goals are followed."""

OF_STEPS = frozenset({"material_handed_out", "reminded", *GROUPS["times"], *GROUPS["booking"]})
"""What the home may hear of before anything is shown to it: that something is prepared or waited for, and when the talk is, not what."""


def may_choose_about(actor: Actor, pupil: UUID) -> bool:
    """One chooses about oneself and each of one's children; all others are one choice."""
    return pupil == actor.id or any(tie.kind in FAMILY and tie.pupil_id == pupil for tie in actor.ties)


def may_see(actor: Actor, notice: Notice) -> bool:
    """A notice is one person's own."""
    return notice.person_id == actor.id


def may_see_device(actor: Actor, device: PushDevice) -> bool:
    """A device is known to whoever has switched pushes on there."""
    return device.person_id == actor.id
