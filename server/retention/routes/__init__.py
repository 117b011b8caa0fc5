"""How long what is kept, what is due, disposals, and holds."""

from starlette.routing import Route

from server.retention.routes.disposals import approve, show_disposal, withdraw
from server.retention.routes.due import propose_for_all, propose_for_school, show_due_of_all, show_due_of_school
from server.retention.routes.holds import lift_hold, place_hold, show_hold
from server.retention.routes.rules import HERE, set_rule, show_rules

routes = [
    Route(HERE, show_rules, methods=["GET"]),
    Route(HERE, set_rule, methods=["POST"]),
    Route(f"{HERE}/due", show_due_of_all, methods=["GET"]),
    Route(f"{HERE}/due", propose_for_all, methods=["POST"]),
    Route("/schools/{school}/retention", show_due_of_school, methods=["GET"]),
    Route("/schools/{school}/retention", propose_for_school, methods=["POST"]),
    Route("/disposals/{disposal}", show_disposal, methods=["GET"]),
    Route("/disposals/{disposal}/approved", approve, methods=["POST"]),
    Route("/disposals/{disposal}/withdrawn", withdraw, methods=["POST"]),
    Route("/pupils/{pupil}/hold", show_hold, methods=["GET"]),
    Route("/pupils/{pupil}/hold", place_hold, methods=["POST"]),
    Route("/pupils/{pupil}/hold/lifted", lift_hold, methods=["POST"]),
]
