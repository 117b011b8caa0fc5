"""The start page, the pages of schools, classes and people, who is tied to whom, the search, and one's own settings."""

from starlette.routing import Route

from server.people.routes import adding, asking, moving, relations
from server.people.routes.access import let_somebody_in, show_access, take_back
from server.people.routes.between import show_without_mentor
from server.people.routes.directory import show_class_list, show_person, show_picture, show_staff
from server.people.routes.log import show_log
from server.people.routes.protected import change_protection, grant_by_name, show_protection
from server.people.routes.roster import show_class, show_pupil, show_school, show_steps
from server.people.routes.search import show_search
from server.people.routes.settings import choose_reading, remove_picture, set_picture, show_reading, show_settings, tell
from server.people.routes.start import show_now, show_start
from server.people.routes.why import show_why

tie_routes = [
    Route("/pupils/{pupil}/relations", relations.show_pupils, methods=["GET"]),
    Route("/pupils/{pupil}/relations", adding.add_to_pupil, methods=["POST"]),
    Route("/pupils/{pupil}/relations/new", asking.ask_for_pupil, methods=["GET"]),
    Route("/pupils/{pupil}/class", moving.ask_class, methods=["GET"]),
    Route("/pupils/{pupil}/class", moving.move_pupil, methods=["POST"]),
    Route("/classes/{class}/relations", relations.show_classes, methods=["GET"]),
    Route("/classes/{class}/relations", adding.add_to_class, methods=["POST"]),
    Route("/classes/{class}/relations/new", asking.ask_for_class, methods=["GET"]),
    Route("/schools/{school}/relations", relations.show_schools, methods=["GET"]),
    Route("/schools/{school}/relations", adding.add_to_school, methods=["POST"]),
    Route("/schools/{school}/relations/new", asking.ask_for_school, methods=["GET"]),
    Route("/relations/{relation}/end", relations.end_relation, methods=["POST"]),
    Route("/relations/{relation}/household", relations.move_to_household, methods=["POST"]),
    Route("/relations/{relation}/taken-back", take_back, methods=["POST"]),
    Route("/pupils/{pupil}/protection", show_protection, methods=["GET"]),
    Route("/pupils/{pupil}/protection", change_protection, methods=["POST"]),
    Route("/pupils/{pupil}/granted", grant_by_name, methods=["POST"]),
    Route("/pupils/{pupil}/access", show_access, methods=["GET"]),
    Route("/pupils/{pupil}/access", let_somebody_in, methods=["POST"]),
    Route("/pupils/{pupil}/access-log", show_log, methods=["GET"]),
    Route("/pupils/{pupil}/why", show_why, methods=["GET"]),
]
routes = [
    Route("/", show_start, methods=["GET"]),
    Route("/now", show_now, methods=["GET"]),
    Route("/schools/{school}", show_school, methods=["GET"]),
    Route("/classes/{class}", show_class, methods=["GET"]),
    Route("/pupils/{pupil}", show_pupil, methods=["GET"]),
    Route("/pupils/{pupil}/staircase", show_steps, methods=["GET"]),
    Route("/schools/{school}/staff", show_staff, methods=["GET"]),
    Route("/schools/{school}/without-mentor", show_without_mentor, methods=["GET"]),
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
    *tie_routes,
]
