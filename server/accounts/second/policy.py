"""The second step: who is asked for it, how long things last, who may take it from somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from server.people.models import RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from server.people.policy import Actor, Tie
    from server.schools.models import School

PENDING = timedelta(minutes=10)
"""From the password to the second step."""
CHALLENGE = timedelta(minutes=5)
"""From the question to the passkey's answer."""
PROOF = timedelta(minutes=10)
"""How long somebody is believed to be who they showed to be, when the second step itself is changed."""
GUESSES = timedelta(minutes=15)
MOST_GUESSES = 8
MOST_PASSKEYS = 20
RECOVERY_CODES = 10

STAFF = frozenset(
    {RelationKind.mentor_of, RelationKind.teacher_in, RelationKind.observer_in, RelationKind.principal_of, RelationKind.admin_of}
)


class Factor(StrEnum):
    """What a second step is taken with."""

    app = "app"
    passkey = "passkey"


class Step(StrEnum):
    """What stands between the first step and the session."""

    enter = "enter"
    ask = "ask"
    set_up = "set_up"


@dataclass(frozen=True)
class Held:
    """What somebody has to sign in with in a second step; recovery codes alone are none."""

    app: bool = False
    passkeys: int = 0
    codes: int = 0

    @property
    def any(self) -> bool:
        """Whether there is a second step to ask for."""
        return self.app or self.passkeys > 0

    @property
    def count(self) -> int:
        """How many ways there are."""
        return self.app + self.passkeys


def next_step(held: Held, *, required: bool, vouched: bool) -> Step:
    """Say what comes after the first step; `vouched` is the word of a provider that is trusted to have asked for both."""
    if vouched:
        return Step.enter
    if held.any:
        return Step.ask
    return Step.set_up if required else Step.enter


def is_staff(tie: Tie, school: UUID, organisation: UUID) -> bool:
    """Whether a tie makes somebody one of a school's staff; who administers the whole organisation is one of each school's."""
    return tie.kind in STAFF and (tie.school_id == school or (tie.school_id is None and tie.organisation_id == organisation))


def is_required(actor: Actor, rules: Mapping[UUID, date], today: date) -> bool:
    """Whether one of the schools whose staff somebody is asks for a second step by now; `rules` are those of the organisation."""
    return any(
        day <= today and any(is_staff(tie, school, actor.person.organisation_id) for tie in actor.ties) for school, day in rules.items()
    )


def may_remove(held: Held, *, required: bool) -> bool:
    """The last one stays while it is asked for."""
    return not required or held.count > 1


def is_recent(moments: Iterable[datetime | None], at: datetime) -> bool:
    """Whether somebody has shown who it is a short while ago."""
    return any(moment is not None and moment > at - PROOF for moment in moments)


def may_guess(wrong: int) -> bool:
    """After so many wrong codes within the window, codes wait; passkeys and recovery codes, which nobody guesses, do not."""
    return wrong < MOST_GUESSES


def may_secure(actor: Actor, school: School) -> bool:
    """Administrators, of the school or of its organisation, decide how its people sign in."""
    return any(
        tie.kind is RelationKind.admin_of
        and (tie.school_id == school.id or (tie.school_id is None and tie.organisation_id == school.organisation_id))
        for tie in actor.ties
    )


def may_reset(actor: Actor, person: UUID) -> bool:
    """Nobody resets their own: that would be a way around it."""
    return actor.id != person and person not in actor.hidden
