"""The events of agreeing, beside those of the plan itself; as in `events`. The lock is the plan's own: it moves."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening


class AgreementProposed(Happening):
    """The mentor proposed what is agreed: from then on its words are closed, and each party is asked."""

    notice = "assent_asked"
    judged = True
    agreement: UUID


class AgreementTakenBack(Happening):
    """The mentor took the proposal back: its words are open again, and the answers to it are void."""

    notice = "agreement_taken_back"
    judged = True
    agreement: UUID


class AssentGiven(Happening):
    """Somebody confirmed the proposal, objected to it, or changed their answer: until the lock the school's to know, and their own."""

    notice = "assent_given"
    agreement: UUID
    person: UUID
    staff_only: bool = True
