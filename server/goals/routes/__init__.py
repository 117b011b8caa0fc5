"""Goals over HTTP: proposed, worded, moved, followed through the term, tied to criteria, looked back on."""

from starlette.routing import Route

from server.goals.routes.check_ins import check_in_on_goal, show_check_in, show_picture
from server.goals.routes.criteria import apply_import, give_blank, show_import, show_list, upload
from server.goals.routes.evaluation import ask_all, close, give_evaluation, settle_goal, show_evaluation, take_back
from server.goals.routes.follow import show_cards, show_follow
from server.goals.routes.goal import choose_criteria, edit_goal, show_criteria, show_goal
from server.goals.routes.goals import goals_part, move_goal, propose_goal, reword_goal, show_goals
from server.goals.routes.mentor import ask_many, confirm_many, show_waiting

__all__ = ["goals_part", "routes"]

routes = [
    Route("/plans/{plan}/goals", show_goals, methods=["GET"]),
    Route("/plans/{plan}/goals", propose_goal, methods=["POST"]),
    Route("/plans/{plan}/follow", show_follow, methods=["GET"]),
    Route("/plans/{plan}/follow/cards", show_cards, methods=["GET"]),
    Route("/plans/{plan}/evaluation", show_evaluation, methods=["GET"]),
    Route("/plans/{plan}/evaluation", give_evaluation, methods=["POST"]),
    Route("/plans/{plan}/evaluation/asked", ask_all, methods=["POST"]),
    Route("/plans/{plan}/evaluation/taken-back", take_back, methods=["POST"]),
    Route("/plans/{plan}/evaluation/closed", close, methods=["POST"]),
    Route("/goals", show_waiting, methods=["GET"]),
    Route("/goals/fulfilled", confirm_many, methods=["POST"]),
    Route("/goals/evaluations", ask_many, methods=["POST"]),
    Route("/goals/{goal}", show_goal, methods=["GET"]),
    Route("/goals/{goal}", reword_goal, methods=["POST"]),
    Route("/goals/{goal}/edit", edit_goal, methods=["GET"]),
    Route("/goals/{goal}/status", move_goal, methods=["POST"]),
    Route("/goals/{goal}/outcome", settle_goal, methods=["POST"]),
    Route("/goals/{goal}/criteria", show_criteria, methods=["GET"]),
    Route("/goals/{goal}/criteria", choose_criteria, methods=["POST"]),
    Route("/goals/{goal}/check-in", show_check_in, methods=["GET"]),
    Route("/goals/{goal}/check-ins", check_in_on_goal, methods=["POST"]),
    Route("/check-ins/{check_in}/picture", show_picture, methods=["GET"]),
    Route("/schools/{school}/criteria", show_list, methods=["GET"]),
    Route("/schools/{school}/criteria", upload, methods=["POST"]),
    Route("/schools/{school}/criteria/blank", give_blank, methods=["GET"]),
    Route("/criteria-imports/{criteria}", show_import, methods=["GET"]),
    Route("/criteria-imports/{criteria}/applied", apply_import, methods=["POST"]),
]
