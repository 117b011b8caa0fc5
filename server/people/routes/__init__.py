"""The start page, the pages of schools, classes and people, the search, and one's own settings."""

from starlette.routing import Route

from server.people.routes.directory import show_class_list, show_person, show_picture, show_staff
from server.people.routes.roster import end_relation, show_class, show_pupil, show_school
from server.people.routes.search import show_search
from server.people.routes.settings import choose_reading, remove_picture, set_picture, show_reading, show_settings, tell
from server.people.routes.start import show_start

routes = [
    Route("/", show_start, methods=["GET"]),
    Route("/schools/{school}", show_school, methods=["GET"]),
    Route("/classes/{class}", show_class, methods=["GET"]),
    Route("/pupils/{pupil}", show_pupil, methods=["GET"]),
    Route("/relations/{relation}/end", end_relation, methods=["POST"]),
    Route("/schools/{school}/staff", show_staff, methods=["GET"]),
    Route("/classes/{class}/list", show_class_list, methods=["GET"]),
    Route("/people/{person}", show_person, methods=["GET"]),
    Route("/people/{person}/picture", show_picture, methods=["GET"]),
    Route("/search", show_search, methods=["GET"]),
    Route("/settings", show_settings, methods=["GET"]),
    Route("/settings", tell, methods=["POST"]),
    Route("/settings/picture", set_picture, methods=["POST"]),
    Route("/settings/picture/removed", remove_picture, methods=["POST"]),
    Route("/settings/reading", show_reading, methods=["GET"]),
    Route("/settings/reading", choose_reading, methods=["POST"]),
]
