"""The list of notices, and choosing which one wants."""

from starlette.routing import Route

from server.notices.routes.choosing import choose, choose_quiet, show_choices
from server.notices.routes.listing import read_all, read_notice, show_list, show_notices

routes = [
    Route("/notices", show_notices, methods=["GET"]),
    Route("/notices/list", show_list, methods=["GET"]),
    Route("/notices/read", read_all, methods=["POST"]),
    Route("/notices/{notice}/read", read_notice, methods=["POST"]),
    Route("/settings/notices", show_choices, methods=["GET"]),
    Route("/settings/notices", choose, methods=["POST"]),
    Route("/settings/notices/quiet", choose_quiet, methods=["POST"]),
]
