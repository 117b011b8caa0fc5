"""What a role would see of a template, and could write in it, at a step: asked of the rules that judge the plan's own parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from server.people.policy import Role, Standing, TalkTie
from server.plans.models import Phase
from server.plans.policy import LOCKED
from server.templates.form import KIND
from server.texts.models import From, TextKind
from server.texts.policy import Right, reads, writes

if TYPE_CHECKING:
    from server.templates.form import Form, Section

_HOME, _OTHER_HOME, _SOMEBODY = UUID(int=1), UUID(int=2), UUID(int=3)
_SUBJECT = "own"


class Viewer(StrEnum):
    """As whom a template is looked at."""

    pupil = "pupil"
    guardian = "guardian"
    other_home = "other_home"
    """The adults of another household than the one that writes."""
    teacher = "teacher"
    other_teacher = "other_teacher"
    """A teacher of another subject than the one that is judged."""
    mentor = "mentor"


_IN_TALK = TalkTie(_SOMEBODY, _SOMEBODY, present=True)
"""What a template says of the talk it says of those who are in it."""
STANDING = {
    viewer: replace(who, in_talk=_IN_TALK)
    for viewer, who in {
        Viewer.pupil: Standing(_SOMEBODY, frozenset({Role.pupil})),
        Viewer.guardian: Standing(_SOMEBODY, frozenset({Role.guardian}), frozenset({_HOME})),
        Viewer.other_home: Standing(_SOMEBODY, frozenset({Role.guardian}), frozenset({_OTHER_HOME})),
        Viewer.teacher: Standing(_SOMEBODY, frozenset({Role.teacher}), subjects=frozenset({_SUBJECT})),
        Viewer.other_teacher: Standing(_SOMEBODY, frozenset({Role.teacher}), subjects=frozenset({"another"})),
        Viewer.mentor: Standing(_SOMEBODY, frozenset({Role.mentor})),
    }.items()
}
PHASE = {From.prepare_school: Phase.draft, From.prepare_home: Phase.shared, From.talk: Phase.talk, From.use: Phase.in_use}
"""How far the plan has come at each step."""
ALWAYS = (TextKind.talk_notes, TextKind.agreement, TextKind.staff_notes)
"""What every plan has, whatever a template says."""


@dataclass(frozen=True)
class Seen:
    """A section as somebody sees it."""

    section: Section
    right: Right


def preview(form: Form, viewer: Viewer, step: From) -> list[Seen]:
    """Give the sections that somebody sees at a step, each with what may be done with it."""
    seen = [Seen(one, right_of(_stand_in(KIND[one.writer], step, dict(one.reads)), viewer)) for one in form.sections]
    return [one for one in seen if one.right is not Right.none]


def always(form: Form, viewer: Viewer, step: From) -> list[tuple[TextKind, Right]]:
    """Give what somebody sees that stands in every plan, where the template has no section of its own for it."""
    own = {KIND[one.writer] for one in form.sections if one.questions}
    found = [(kind, right_of(_stand_in(kind, step, {}), viewer)) for kind in ALWAYS if kind not in own]
    return [(kind, right) for kind, right in found if right is not Right.none]


def right_of(part: Any, viewer: Viewer) -> Right:  # noqa: ANN401  # stands in for a part
    """Say what somebody may do with a part."""
    who = STANDING[viewer]
    if not reads(who, part):
        return Right.none
    return Right.write if writes(who, part) else Right.read


def _stand_in(kind: TextKind, step: From, said: dict[Any, From]) -> Any:  # noqa: ANN401  # stands in for a part
    """Give something that rules take for a part of a plan which has come as far as a step."""
    phase = PHASE[step]
    return SimpleNamespace(
        kind=kind,
        household_id=_HOME if kind is TextKind.home_preparation else None,
        subject=_SUBJECT if kind is TextKind.assessment else "",
        reads=said,
        open=phase not in LOCKED,
        plan=SimpleNamespace(phase=phase),
    )
