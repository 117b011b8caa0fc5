"""The plan's page, its fragments and its phases."""

from starlette.routing import Route

from server.plans.routes.acts import move_plan
from server.plans.routes.compare import show_compare, show_goals_beside, take_goal_over
from server.plans.routes.page import show_handed_over, show_head, show_plan, show_since, show_texts

routes = [
    Route("/plans/{plan}", show_plan, methods=["GET"]),
    Route("/plans/{plan}/head", show_head, methods=["GET"]),
    Route("/plans/{plan}/texts", show_texts, methods=["GET"]),
    Route("/plans/{plan}/since/{revision:int}", show_since, methods=["GET"]),
    Route("/plans/{plan}/compare", show_compare, methods=["GET"]),
    Route("/plans/{plan}/compare/goals", show_goals_beside, methods=["GET"]),
    Route("/plans/{plan}/compare/goals", take_goal_over, methods=["POST"]),
    Route("/plans/{plan}/phase", move_plan, methods=["POST"]),
    Route("/pupils/{pupil}/handed-over", show_handed_over, methods=["GET"]),
]
