"""What has become of a goal so far: who did what to it, and when. The event rows are the truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.audit.models import Event
from server.events import GoalMoved
from server.goals.events import GoalDueSoon, GoalOverdue, GoalProposed, GoalReworded
from server.goals.models import Status
from server.people.models import Person
from server.people.policy import standing

if TYPE_CHECKING:
    from datetime import datetime

    from server.goals.models import Goal
    from server.work import Work

_KINDS = tuple(one.kind() for one in (GoalProposed, GoalReworded, GoalMoved, GoalDueSoon, GoalOverdue))


@dataclass(frozen=True)
class Past:
    """One thing that happened to a goal: what, by whom (nobody, where it came by itself), when, and to which status."""

    kind: str
    by: Person | None
    at: datetime
    old: Status | None = None
    new: Status | None = None

    @property
    def is_of_the_staff(self) -> bool:
        """Whether it is about the goal being given up, which the home's lists do not show."""
        return Status.cancelled in (self.old, self.new)


async def history_of(work: Work, goal: Goal) -> list[Past]:
    """Give what happened to a goal, oldest first, as far as the reader may know of it."""
    rows = await work.session.exec(
        select(Event, Person)
        .join(Person, col(Person.id) == Event.actor_id, isouter=True)
        .where(Event.plan_id == goal.plan_id, col(Event.kind).in_(_KINDS), Event.data["goal"].astext == str(goal.id))
        .order_by(col(Event.id))
    )
    who = standing(work.actor, goal.plan)
    found = [
        _past(event, person) for event, person in rows if who.staff or not event.data.get("staff_only") or event.actor_id == who.person_id
    ]
    return [one for one in found if who.staff or not one.is_of_the_staff]


def _past(event: Event, person: Person | None) -> Past:
    """Read one event."""
    old, new = event.data.get("old"), event.data.get("new")
    return Past(event.kind, person, event.at, Status(str(old)) if old else None, Status(str(new)) if new else None)
