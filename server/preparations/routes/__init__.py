"""Preparing over HTTP: answering, files, one's own part, handing in; a class's assessments."""

from starlette.routing import Route

from server.preparations.routes.acts import ask_for_part, close_part, hand_part_in, take_part_back
from server.preparations.routes.answers import give_answer, show_answer
from server.preparations.routes.files import add_file, remove_file, show_file
from server.preparations.routes.grid import hand_all_in, show_grid, show_row
from server.preparations.routes.prepare import show_prepare, show_prepare_parts

routes = [
    Route("/classes/{class}/assessments", show_grid, methods=["GET"]),
    Route("/classes/{class}/assessments", hand_all_in, methods=["POST"]),
    Route("/assessments/{preparation}", show_row, methods=["GET"]),
    Route("/answers/{answer}", show_answer, methods=["GET"]),
    Route("/answers/{answer}", give_answer, methods=["POST"]),
    Route("/answers/{answer}/files", add_file, methods=["POST"]),
    Route("/files/{file}", show_file, methods=["GET"]),
    Route("/files/{file}/removed", remove_file, methods=["POST"]),
    Route("/plans/{plan}/prepare", show_prepare, methods=["GET"]),
    Route("/plans/{plan}/prepare/parts", show_prepare_parts, methods=["GET"]),
    Route("/preparations/{preparation}/handed-in", hand_part_in, methods=["POST"]),
    Route("/preparations/{preparation}/taken-back", take_part_back, methods=["POST"]),
    Route("/preparations/{preparation}/closed", close_part, methods=["POST"]),
    Route("/preparations/{preparation}/asked", ask_for_part, methods=["POST"]),
]
