"""Signing in and out; language and light."""

from starlette.routing import Route

from server.accounts.routes.signing import choose_language, choose_theme, show_sign_in, sign_in, sign_out

routes = [
    Route("/sign-in", show_sign_in, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/language", choose_language, methods=["POST"]),
    Route("/theme", choose_theme, methods=["POST"]),
]
