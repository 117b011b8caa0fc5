"""What has happened in one pupil's round, as far as the staircase needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from server.goals.models import Looker
from server.people.policy import Role
from server.plans.policy import ORDER
from server.preparations.models import Party
from server.rounds.models import Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from server.people.policy import Standing
    from server.plans.models import Phase

_BEFORE_THE_TALK = (Step.prepare_school, Step.prepare_home)


@dataclass(frozen=True)
class Part:
    """One party's preparation: whether it was asked for, begun, and done with (handed in, or no longer waited for)."""

    party: Party
    household_id: UUID | None = None
    subject: str = ""
    asked: bool = True
    begun: bool = False
    done: bool = False

    def is_of(self, who: Standing) -> bool:
        """Whether it is somebody's own to make."""
        match self.party:
            case Party.pupil:
                return who.is_any(Role.pupil)
            case Party.teachers:
                return who.is_any(Role.teacher) and self.subject in who.subjects
            case Party.home:
                return who.is_any(Role.guardian, Role.contact) and self.household_id in who.households


class Times(StrEnum):
    """Whether there are times for a talk."""

    none = "none"
    open = "open"
    over = "over"
    """They were offered; none can be booked any more."""


@dataclass(frozen=True)
class Talks:
    """The booking of a plan's talks: those of each household; none stands for the pupil, who is of age (`own`) or has no home."""

    times: Times = Times.none
    asked: tuple[UUID | None, ...] = ()
    booked: Mapping[UUID | None, datetime] = field(default_factory=dict)
    """When those talks are that are booked."""
    own: bool = False
    closes: datetime | None = None
    """Until when one of the times can be booked."""

    def known_to(self, who: Standing) -> list[UUID | None]:
        """Give the households whose talks somebody knows of: an adult of a home knows of no other home."""
        knows_all = who.staff or who.is_any(Role.pupil)
        return [one for one in self.asked if knows_all or self.is_of(who, one)]

    def is_of(self, who: Standing, household: UUID | None) -> bool:
        """Whether a talk is somebody's own to book."""
        if household is None:
            return self.own and who.is_any(Role.pupil)
        return who.is_any(Role.guardian, Role.contact) and household in who.households


@dataclass(frozen=True)
class Asked:
    """One who is asked to confirm what is proposed to be agreed, and whether they have answered."""

    person_id: UUID
    party: Party
    answered: bool = False


@dataclass(frozen=True)
class Looked:
    """One party that is asked to look back on the plan, and whether it has."""

    looker: Looker
    household_id: UUID | None = None
    given: bool = False

    def is_of(self, who: Standing) -> bool:
        """Whether it is somebody's own to do."""
        match self.looker:
            case Looker.pupil:
                return who.is_any(Role.pupil)
            case Looker.mentor:
                return who.is_any(Role.mentor)
            case Looker.home:
                return who.is_any(Role.guardian, Role.contact) and self.household_id in who.households


@dataclass(frozen=True)
class Facts:
    """What has happened in one pupil's round: the plan's phase, what was prepared, until when each step was to be done.

    `proposed` says whether an agreement waits to be locked, `asked_to_confirm` who of pupil and homes is asked about it.
    """

    phase: Phase
    parts: tuple[Part, ...] = ()
    until: Mapping[Step, date] = field(default_factory=dict)
    talk_only: bool = False
    talks: Talks = field(default_factory=Talks)
    proposed: bool = False
    asked_to_confirm: tuple[Asked, ...] = ()
    sittings: tuple[UUID | None, ...] = (None,)
    """The households whose talk goes on now; none stands for everybody's."""
    looked: tuple[Looked, ...] = ()
    """Who is asked to look back on the plan; none until they are asked."""

    def calls(self, who: Standing) -> bool:
        """Whether somebody of pupil and home is called to a talk that goes on."""
        return bool(self.sittings) and (who.is_any(Role.pupil) or any(one is None or one in who.households for one in self.sittings))

    def reached(self, phase: Phase) -> bool:
        """Whether the plan has come as far as a phase."""
        return ORDER.index(self.phase) >= ORDER.index(phase)

    def asked(self, *parties: Party) -> list[Part]:
        """Give the preparations that some parties are asked for."""
        return [one for one in self.parts if one.asked and one.party in parties]

    def asked_of_home(self, who: Standing) -> list[Part]:
        """Give what the homes are asked for, as far as somebody sees it: an adult of a home knows of no other home."""
        knows_all = who.staff or who.is_any(Role.pupil)
        return [one for one in self.asked(Party.home) if knows_all or one.is_of(who)]

    def looked_known_to(self, who: Standing) -> list[Looked]:
        """Give those parties looking back of which somebody knows: an adult of a home knows of no other home."""
        knows_all = who.staff or who.is_any(Role.pupil)
        return [one for one in self.looked if knows_all or one.looker is not Looker.home or one.is_of(who)]

    def is_past(self, step: Step, today: date) -> bool:
        """Whether the last day of a step is over; what prepares the talk is late with the talk at the latest."""
        until = self.until.get(step) or (self.until.get(Step.talk) if step in _BEFORE_THE_TALK else None)
        return until is not None and until < today
