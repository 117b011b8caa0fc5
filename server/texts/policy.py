"""Who reads and who writes a live text: by its kind, by the plan's phase, and by what one is to the pupil."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import LOCKED, reached, sees
from server.texts.models import TextKind

if TYPE_CHECKING:
    from server.people.policy import Actor, Standing
    from server.texts.models import Text


class Right(StrEnum):
    """What somebody may do with a text."""

    none = "none"
    read = "read"
    write = "write"


_FAMILY = (Role.guardian, Role.contact)


def reads(who: Standing, text: Text) -> bool:
    """Whether a text is readable to somebody; its plan must be loaded."""
    shared = reached(text.plan, Phase.shared)
    match text.kind:
        case TextKind.self_assessment:
            return who.staff or who.is_any(Role.pupil) or (shared and who.home)
        case TextKind.home_preparation:
            return shared and (text.household_id in who.households or who.is_any(Role.pupil, Role.mentor, Role.observer, Role.principal))
        case TextKind.assessment:
            return who.staff or (shared and who.home)
        case TextKind.staff_notes:
            return who.staff
        case TextKind.talk_notes | TextKind.agreement:
            return who.staff or (who.home and reached(text.plan, Phase.talk))


def writes(who: Standing, text: Text) -> bool:
    """Whether somebody may write in a text now; never once the plan is locked."""
    phase = text.plan.phase
    if not text.open or phase in LOCKED or not reads(who, text):
        return False
    match text.kind:
        case TextKind.self_assessment:
            return who.is_any(Role.pupil)
        case TextKind.home_preparation:
            return who.is_any(*_FAMILY) and text.household_id in who.households
        case TextKind.assessment:
            return who.is_any(Role.teacher) and text.subject in who.subjects
        case TextKind.staff_notes:
            return who.is_any(Role.mentor, Role.teacher)
        case TextKind.talk_notes:
            return who.is_any(Role.mentor) or (phase is Phase.talk and who.is_any(Role.pupil, Role.teacher, *_FAMILY))
        case TextKind.agreement:
            return who.is_any(Role.mentor) or (phase is Phase.talk and who.is_any(Role.pupil, *_FAMILY))


def right(actor: Actor, text: Text) -> Right:
    """Say what a person may do with a text."""
    who = standing(actor, text.plan)
    if not sees(who) or not reads(who, text):
        return Right.none
    return Right.write if writes(who, text) else Right.read


def may_read(actor: Actor, text: Text) -> bool:
    """Whether a person may read a text."""
    return right(actor, text) is not Right.none


def may_write(actor: Actor, text: Text) -> bool:
    """Whether a person may write in a text."""
    return right(actor, text) is Right.write
