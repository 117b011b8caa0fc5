"""The start page, and the pages of schools, classes and pupils."""

from starlette.routing import Route

from server.people.routes.roster import end_relation, show_class, show_pupil, show_school
from server.people.routes.start import show_start

routes = [
    Route("/", show_start, methods=["GET"]),
    Route("/schools/{school}", show_school, methods=["GET"]),
    Route("/classes/{class}", show_class, methods=["GET"]),
    Route("/pupils/{pupil}", show_pupil, methods=["GET"]),
    Route("/relations/{relation}/end", end_relation, methods=["POST"]),
]
