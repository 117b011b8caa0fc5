"""Bringing a roster in."""

from starlette.routing import Route

from server.schools.routes.report import apply, drop, show_import, show_progress
from server.schools.routes.upload import HERE, give_template, show_imports, upload

routes = [
    Route(HERE, show_imports, methods=["GET"]),
    Route(HERE, upload, methods=["POST"]),
    Route(f"{HERE}/template", give_template, methods=["GET"]),
    Route(f"{HERE}/{{roster_import}}", show_import, methods=["GET"]),
    Route(f"{HERE}/{{roster_import}}/progress", show_progress, methods=["GET"]),
    Route(f"{HERE}/{{roster_import}}/apply", apply, methods=["POST"]),
    Route(f"{HERE}/{{roster_import}}/drop", drop, methods=["POST"]),
]
