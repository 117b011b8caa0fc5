"""The events of agreeing, beside those of the plan itself; as in `events`. The lock is the plan's own: it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from server.booking.events import ForSome
from server.events import Happening

if TYPE_CHECKING:
    from server.people.policy import Standing


class AgreementProposed(Happening):
    """The mentor proposed what is agreed: from then on its words are closed, and each party is asked."""

    notice = "assent_asked"
    once = "agreement"
    judged = True
    agreement: UUID


class AssentReminded(ForSome, Happening):
    """Somebody has not answered for days, and is asked again."""

    notice = "assent_asked"
    once = "agreement"
    agreement: UUID
    person: UUID

    def is_for(self, who: Standing) -> bool:
        """It concerns that person alone."""
        return who.person_id == self.person


class AgreementTakenBack(Happening):
    """The mentor took the proposal back: its words are open again, and the answers to it are void."""

    notice = "agreement_taken_back"
    voids = ("assent_asked", "agreement")
    judged = True
    agreement: UUID


class AssentGiven(Happening):
    """Somebody confirmed the proposal, objected to it, or changed their answer: until the lock the school's to know, and their own."""

    notice = "assent_given"
    agreement: UUID
    person: UUID
    staff_only: bool = True
