"""The events of goals through the term, beside those of the plan itself; as in `events`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from server.booking.events import ForSome
from server.events import Happening
from server.people.policy import Role

if TYPE_CHECKING:
    from server.people.policy import Standing


class GoalProposed(Happening):
    """Somebody proposed a goal."""

    notice = "goal_proposed"
    goal: UUID


class GoalReworded(Happening):
    """A goal's wording, dates or shares changed."""

    notice = "goal_reworded"
    goal: UUID


class GoalCheckedIn(Happening):
    """Somebody wrote a check-in on a goal."""

    notice = "goal_checked_in"
    goal: UUID
    check_in: UUID


class GoalDueSoon(Happening):
    """A goal's last day came near."""

    notice = "goal_due_soon"
    once = "goal"
    goal: UUID
    due: date


class GoalOverdue(Happening):
    """A goal's last day was over, and it was not done."""

    notice = "goal_overdue"
    once = "goal"
    goal: UUID
    due: date


class EvaluationBegun(Happening):
    """Pupil, homes and mentor were asked to look back on the plan."""

    notice = "evaluation_begun"
    judged = True


class EvaluationTakenBack(Happening):
    """It was taken back that all are asked to look back on the plan."""

    judged = True


class EvaluationGiven(Happening):
    """Somebody looked back on the plan, for the first time or in other words."""

    judged = True
    known = ("evaluation",)
    evaluation: UUID
    household: UUID | None


class GoalEvaluated(ForSome, Happening):
    """Somebody looked back on a goal."""

    notice = "goal_evaluated"
    once = "goal"
    known = ("evaluation",)
    goal: UUID
    evaluation: UUID
    household: UUID | None

    def is_for(self, who: Standing) -> bool:
        """What one home says is for that home, the pupil and those who follow the whole pupil."""
        own = self.household in who.households
        return self.household is None or own or who.is_any(Role.pupil, Role.mentor, Role.observer, Role.principal)


class CriteriaImported(Happening):
    """A school's list of criteria was brought in."""

    news = False
    school: UUID
    imported: UUID
