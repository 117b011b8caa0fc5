"""Who sees a party's preparation, hands it in, takes it back, and stops waiting for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import RelationKind
from server.people.policy import Role, standing
from server.plans.models import Phase
from server.plans.policy import is_writable, reached, sees
from server.preparations.models import Party
from server.texts.policy import may_read as may_see_answer
from server.texts.policy import may_write as may_answer
from server.texts.policy import owns

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from server.people.policy import Actor, Standing
    from server.plans.models import Plan
    from server.preparations.models import Answer, Attachment, Preparation
    from server.schools.models import Class

__all__ = [
    "has_begun",
    "is_asked_now",
    "is_own",
    "is_to_answer",
    "is_waited_for",
    "is_whose",
    "may_answer",
    "may_assess",
    "may_assess_in",
    "may_close",
    "may_hand_in",
    "may_prepare",
    "may_remove",
    "may_run",
    "may_see",
    "may_see_answer",
    "may_see_file",
    "may_take_back",
]

_DURING = {Party.pupil: Phase.draft, Party.teachers: Phase.draft, Party.home: Phase.shared}
"""In which phase each party prepares; what is handed in is taken back only in that."""


def is_whose(who: Standing, one: Preparation) -> bool:
    """Whether a preparation is somebody's own to make."""
    match one.party:
        case Party.pupil:
            return who.is_any(Role.pupil)
        case Party.teachers:
            return who.is_any(Role.teacher) and one.subject in who.subjects
        case Party.home:
            return who.is_any(Role.guardian, Role.contact) and one.household_id in who.households


def is_own(actor: Actor, one: Preparation) -> bool:
    """Whether a preparation is a person's own to make."""
    return is_whose(standing(actor, one.plan), one)


def is_waited_for(one: Preparation) -> bool:
    """Whether a preparation is asked for, and neither handed in nor closed."""
    return one.asked and one.ready is None and one.closed is None


def is_asked_now(one: Preparation) -> bool:
    """Whether a party is waited for in the step that the plan has come to."""
    return is_waited_for(one) and one.plan.phase is _DURING[one.party]


def has_begun(one: Preparation) -> bool:
    """Whether the plan has come to the step in which a party prepares."""
    return reached(one.plan, _DURING[one.party])


def may_prepare(actor: Actor, plan: Plan) -> bool:
    """The pupil and the teachers have something to prepare from the beginning, the home from when the plan is shown to it."""
    who = standing(actor, plan)
    if who.is_any(Role.pupil) or (who.is_any(Role.teacher) and who.subjects):
        return True
    return who.is_any(Role.guardian, Role.contact) and reached(plan, Phase.shared)


def may_assess(actor: Actor, one: Preparation) -> bool:
    """Teachers assess in their own subjects."""
    return one.party is Party.teachers and is_own(actor, one)


def may_assess_in(actor: Actor, klass: Class, pupils: Collection[UUID]) -> bool:
    """Whoever teaches a class, or pupils of it in a group, assesses there: those pupils, in those subjects."""
    taught = [tie for tie in actor.ties if tie.kind is RelationKind.teacher_in and tie.pupil_id not in actor.hidden]
    return any(tie.class_id == klass.id or tie.pupil_id in pupils for tie in taught)


def may_see(actor: Actor, one: Preparation) -> bool:
    """Staff see how far each party has come, the pupil all but the teachers', a home only its own."""
    who = standing(actor, one.plan)
    if one.party is Party.home and not reached(one.plan, Phase.shared):
        return who.staff
    return sees(who) and (who.staff or is_whose(who, one) or (who.is_any(Role.pupil) and one.party is Party.home))


def may_hand_in(actor: Actor, one: Preparation) -> bool:
    """A party says that it is ready, from its step on until the plan is locked, unless nobody waits for it any more."""
    return (
        is_whose(standing(actor, one.plan), one) and one.ready is None and one.closed is None and has_begun(one) and is_writable(one.plan)
    )


def may_take_back(actor: Actor, one: Preparation) -> bool:
    """What is handed in is taken back by its party, until the next step begins."""
    return is_whose(standing(actor, one.plan), one) and one.ready is not None and one.plan.phase is _DURING[one.party]


def may_run(actor: Actor, one: Preparation) -> bool:
    """Mentor and principal run the preparing."""
    return standing(actor, one.plan).is_any(Role.mentor, Role.principal)


def may_close(actor: Actor, one: Preparation) -> bool:
    """They stop waiting for a preparation that is not handed in, or wait for it again."""
    return may_run(actor, one) and one.ready is None and is_writable(one.plan)


def is_to_answer(actor: Actor, answer: Answer) -> bool:
    """Whether an answer is for a person to give, while it is open."""
    return owns(standing(actor, answer.plan), answer)


def may_see_file(actor: Actor, file: Attachment) -> bool:
    """A file is read with the answer that it belongs to."""
    return may_see_answer(actor, file.answer)


def may_remove(actor: Actor, file: Attachment) -> bool:
    """Whoever may answer takes files away, until it is handed in."""
    return is_to_answer(actor, file.answer)
