"""A talk's page, its session, its agenda, its guests."""

from starlette.routing import Route

from server.talks.routes.acts import begin_talk, end_talk, enter_talk, hand_lead_on, leave_talk, move_point
from server.talks.routes.agenda import add_point, change_point, reach_otherwise, remove_point
from server.talks.routes.guests import admit_guest, call_teacher, invite_guest, let_guest_write, remove_guest, show_guests
from server.talks.routes.link import show_guest_link, use_guest_link
from server.talks.routes.page import lead_to_talk, show_agenda, show_point, show_session, show_talk

routes = [
    Route("/plans/{plan}/talks", begin_talk, methods=["POST"]),
    Route("/plans/{plan}/talk", lead_to_talk, methods=["GET"]),
    Route("/talks/{talk}", show_talk, methods=["GET"]),
    Route("/talks/{talk}/agenda", show_agenda, methods=["GET"]),
    Route("/talks/{talk}/session", show_session, methods=["GET"]),
    Route("/talks/{talk}/at/{point}", show_point, methods=["GET"]),
    Route("/talks/{talk}/entered", enter_talk, methods=["POST"]),
    Route("/talks/{talk}/left", leave_talk, methods=["POST"]),
    Route("/talks/{talk}/ended", end_talk, methods=["POST"]),
    Route("/talks/{talk}/point", move_point, methods=["POST"]),
    Route("/talks/{talk}/lead", hand_lead_on, methods=["POST"]),
    Route("/talks/{talk}/points", add_point, methods=["POST"]),
    Route("/talks/{talk}/points/{point}", change_point, methods=["POST"]),
    Route("/talks/{talk}/points/{point}/removed", remove_point, methods=["POST"]),
    Route("/talks/{talk}/reach", reach_otherwise, methods=["POST"]),
    Route("/talks/{talk}/guests", show_guests, methods=["GET"]),
    Route("/talks/{talk}/guests", invite_guest, methods=["POST"]),
    Route("/talks/{talk}/teachers", call_teacher, methods=["POST"]),
    Route("/invited/{invited}/admitted", admit_guest, methods=["POST"]),
    Route("/invited/{invited}/removed", remove_guest, methods=["POST"]),
    Route("/invited/{invited}/writes", let_guest_write, methods=["POST"]),
    Route("/guests/{token}", show_guest_link, methods=["GET"]),
    Route("/guests/{token}", use_guest_link, methods=["POST"]),
]
