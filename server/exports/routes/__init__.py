"""Taking everything of a pupil out, and bringing it in."""

from starlette.routing import Route

from server.exports.archive.shape import ADDRESS
from server.exports.routes.bringing import apply, drop, show_import, show_imports, upload
from server.exports.routes.published import show_schema
from server.exports.routes.taking import ask_for_export, fetch_export, remove_export, show_exports, show_state

routes = [
    Route(ADDRESS, show_schema, methods=["GET"]),
    Route("/pupils/{pupil}/exports", show_exports, methods=["GET"]),
    Route("/pupils/{pupil}/exports", ask_for_export, methods=["POST"]),
    Route("/exports/{export}/state", show_state, methods=["GET"]),
    Route("/exports/{export}/file", fetch_export, methods=["GET"]),
    Route("/exports/{export}/removed", remove_export, methods=["POST"]),
    Route("/schools/{school}/pupil-imports", show_imports, methods=["GET"]),
    Route("/schools/{school}/pupil-imports", upload, methods=["POST"]),
    Route("/pupil-imports/{pupil_import}", show_import, methods=["GET"]),
    Route("/pupil-imports/{pupil_import}/applied", apply, methods=["POST"]),
    Route("/pupil-imports/{pupil_import}/dropped", drop, methods=["POST"]),
]
