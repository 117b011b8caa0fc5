"""A talk's page, its session, its agenda, its guests."""

from starlette.routing import Route

from server.talks.routes.acts import begin_talk, end_talk, enter_talk, hand_lead_on, leave_talk, move_point
from server.talks.routes.page import show_talk

routes = [
    Route("/plans/{plan}/talks", begin_talk, methods=["POST"]),
    Route("/talks/{talk}", show_talk, methods=["GET"]),
    Route("/talks/{talk}/entered", enter_talk, methods=["POST"]),
    Route("/talks/{talk}/left", leave_talk, methods=["POST"]),
    Route("/talks/{talk}/ended", end_talk, methods=["POST"]),
    Route("/talks/{talk}/point", move_point, methods=["POST"]),
    Route("/talks/{talk}/lead", hand_lead_on, methods=["POST"]),
]
