"""Who hears of what happens to goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.plans.models import Phase
from server.plans.policy import reached

if TYPE_CHECKING:
    from server.plans.models import Plan


def staff_only(plan: Plan) -> bool:
    """Whether what happens to goals is the school's own still; the pupil's page sees it with the showing."""
    return not reached(plan, Phase.shared)
