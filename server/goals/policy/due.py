"""How a goal's last day lies."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from server.goals.models import Status

if TYPE_CHECKING:
    from datetime import date

    from server.goals.models import Goal


class Due(StrEnum):
    """How a last day lies."""

    soon = "soon"
    over = "over"


def due_of(goal: Goal, days_before: int, today: date) -> Due | None:
    """Say whether the last day of a goal that is worked on is near, the day itself included, or over."""
    if goal.due is None or goal.status is not Status.ongoing:
        return None
    if goal.due < today:
        return Due.over
    return Due.soon if goal.due <= today + timedelta(days=days_before) else None
