"""What is done with a plan."""

from server.plans.actions.asked import asked_of
from server.plans.actions.comparing import beside, home_names
from server.plans.actions.completing import complete
from server.plans.actions.earlier import earlier_than, plans_seen
from server.plans.actions.going_back import is_written_since, moves_of
from server.plans.actions.handing_over import active_goals, newest_version, plans_before
from server.plans.actions.material import Material, begin_plan, begin_plans
from server.plans.actions.phases import kinds_since, move, opened, plans_by_id, plans_of
from server.plans.actions.record import form_of
from server.plans.actions.task import Task

__all__ = [
    "Material",
    "Task",
    "active_goals",
    "asked_of",
    "begin_plan",
    "begin_plans",
    "beside",
    "complete",
    "earlier_than",
    "form_of",
    "home_names",
    "is_written_since",
    "kinds_since",
    "move",
    "moves_of",
    "newest_version",
    "opened",
    "plans_before",
    "plans_by_id",
    "plans_of",
    "plans_seen",
]
