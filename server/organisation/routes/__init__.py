"""The organisation's page; school years; the step to the next year; merging."""

from starlette.routing import Route

from server.organisation.routes.classes import add_class, change_class
from server.organisation.routes.hub import add_school, rename_school, show_organisation
from server.organisation.routes.merging import merge_two, show_merges, show_two, undo_merge
from server.organisation.routes.rollover import roll_over_school, show_rollover, undo_rollover
from server.organisation.routes.years import add_term, add_year, change_term, change_year, remove_term, remove_year, show_year

routes = [
    Route("/organisation", show_organisation, methods=["GET"]),
    Route("/organisation/schools", add_school, methods=["POST"]),
    Route("/organisation/schools/{school}", rename_school, methods=["POST"]),
    Route("/schools/{school}/classes", add_class, methods=["POST"]),
    Route("/classes/{class}/name", change_class, methods=["POST"]),
    Route("/organisation/years", add_year, methods=["POST"]),
    Route("/organisation/years/{year}", show_year, methods=["GET"]),
    Route("/organisation/years/{year}", change_year, methods=["POST"]),
    Route("/organisation/years/{year}/removed", remove_year, methods=["POST"]),
    Route("/organisation/years/{year}/terms", add_term, methods=["POST"]),
    Route("/organisation/terms/{term}", change_term, methods=["POST"]),
    Route("/organisation/terms/{term}/removed", remove_term, methods=["POST"]),
    Route("/organisation/rollover/{school}", show_rollover, methods=["GET"]),
    Route("/organisation/rollover/{school}", roll_over_school, methods=["POST"]),
    Route("/organisation/rollovers/{rollover}/undone", undo_rollover, methods=["POST"]),
    Route("/organisation/merges", show_merges, methods=["GET"]),
    Route("/organisation/merges/{kept}/{double}", show_two, methods=["GET"]),
    Route("/organisation/merges/{kept}/{double}", merge_two, methods=["POST"]),
    Route("/organisation/merged/{merge}/undone", undo_merge, methods=["POST"]),
]
