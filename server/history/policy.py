"""Who reads of a text's past what: whoever reads the text, from the moment on when they could have read it."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from server.people.policy import standing
from server.plans.policy import sees
from server.texts.policy import reads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from server.people.policy import Actor
    from server.plans.models import Phase
    from server.texts.models import Text


@dataclass(frozen=True)
class Stay:
    """From when on a plan was in a phase."""

    since: datetime
    phase: Phase


@dataclass(frozen=True)
class Span:
    """From when until when somebody could read a text; without an end until today."""

    begins: datetime
    ends: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.begins <= moment and (self.ends is None or moment < self.ends)


def spans(actor: Actor, text: Text, stays: Sequence[Stay]) -> list[Span]:
    """Say when somebody could read a text: the rule for reading it is asked for each phase in which its plan has been.

    What the school writes before it shows the plan to the home, and again after taking it back, was never meant for the home: so the home
    has what came of it, as it was when it was shown, and not how it came about. Who reads is asked as they are to the pupil today.
    """
    who = standing(actor, text.plan)
    found: list[Span] = []
    for place, stay in enumerate(stays):
        ends = stays[place + 1].since if place + 1 < len(stays) else None
        if not (sees(who) and reads(who, _in(text, stay.phase))):
            continue
        if found and found[-1].ends == stay.since:
            found[-1] = Span(found[-1].begins, ends)
        else:
            found.append(Span(stay.since, ends))
    return found


def _in(text: Text, phase: Phase) -> Any:  # noqa: ANN401  # stands in for a text
    """Give something that rules take for the text as it would be in a phase."""
    kept = {name: getattr(text, name) for name in ("kind", "household_id", "subject", "reads", "open")}
    return SimpleNamespace(**kept, plan=SimpleNamespace(phase=phase))
