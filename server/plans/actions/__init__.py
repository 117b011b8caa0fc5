"""What is done with a plan."""

from server.plans.actions.asked import Task, asked_of
from server.plans.actions.phases import begin_plan, kinds_since, move, opened, plans_by_id, plans_of, proposed, went_back

__all__ = ["Task", "asked_of", "begin_plan", "kinds_since", "move", "opened", "plans_by_id", "plans_of", "proposed", "went_back"]
