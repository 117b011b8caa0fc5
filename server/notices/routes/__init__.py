"""The list of notices, choosing which one wants, devices that are pushed to, and turning mails off."""

from starlette.routing import Route

from server.notices.routes.choosing import choose, choose_quiet, show_choices, want_again
from server.notices.routes.devices import show_worker, switch_device_off, switch_device_on
from server.notices.routes.listing import open_notice, read_all, read_notice, show_list, show_notices
from server.notices.routes.stopping import show_stop, stop_mails

routes = [
    Route("/notices", show_notices, methods=["GET"]),
    Route("/notices/list", show_list, methods=["GET"]),
    Route("/notices/read", read_all, methods=["POST"]),
    Route("/notices/{notice}/read", read_notice, methods=["POST"]),
    Route("/notices/{notice}", open_notice, methods=["GET"]),
    Route("/settings/notices", show_choices, methods=["GET"]),
    Route("/settings/notices", choose, methods=["POST"]),
    Route("/settings/notices/quiet", choose_quiet, methods=["POST"]),
    Route("/settings/notices/again", want_again, methods=["POST"]),
    Route("/settings/push", switch_device_on, methods=["POST"]),
    Route("/settings/push/{device}/off", switch_device_off, methods=["POST"]),
    Route("/stop/{token}", show_stop, methods=["GET"]),
    Route("/stop/{token}", stop_mails, methods=["POST"]),
    Route("/worker.js", show_worker, methods=["GET"]),
]
