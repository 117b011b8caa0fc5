"""What is asked when a round is begun or changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from server.rounds.actions import ASKS, UNTIL, Wish
from server.web import Form

if TYPE_CHECKING:
    from server.preparations.models import Party
    from server.rounds.models import Step


class SetSteps(Form):
    """Until when each step is to be done, and who is asked to prepare."""

    prepare_school_by: date | None = None
    prepare_home_by: date | None = None
    book_by: date | None = None
    talk_by: date | None = None
    asks_pupil: bool = False
    asks_teachers: bool = False
    asks_home: bool = False

    @property
    def until(self) -> dict[Step, date]:
        """The last day of each step that has one."""
        return {step: day for step, name in UNTIL.items() if (day := getattr(self, name)) is not None}

    @property
    def asks(self) -> set[Party]:
        """Who is asked."""
        return {party for party, name in ASKS.items() if getattr(self, name)}


class BeginRound(SetSteps):
    """A class's round: by which template, in which term."""

    template: UUID
    term: UUID | None = None
    talk_only: bool = False

    @property
    def wish(self) -> Wish:
        """The same as the actions take it."""
        return Wish(self.template, self.term, self.until, self.asks, self.talk_only)


class MoveRound(Form):
    """The version that the report was about."""

    version: UUID
