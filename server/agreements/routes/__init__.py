"""The page on which it is agreed, what is done there, and the locked version as a page and as a file."""

from starlette.routing import Route

from server.agreements.routes.acts import answer_agreement, lock_agreement, propose_agreement, take_agreement_back
from server.agreements.routes.page import show_agreement
from server.agreements.routes.version import show_document, show_version, verify_version

routes = [
    Route("/plans/{plan}/agreement", show_agreement, methods=["GET"]),
    Route("/plans/{plan}/agreement", propose_agreement, methods=["POST"]),
    Route("/agreements/{agreement}/taken-back", take_agreement_back, methods=["POST"]),
    Route("/agreements/{agreement}/answer", answer_agreement, methods=["POST"]),
    Route("/agreements/{agreement}/locked", lock_agreement, methods=["POST"]),
    Route("/plans/{plan}/versions/{number:int}", show_version, methods=["GET"]),
    Route("/plans/{plan}/versions/{number:int}/document", show_document, methods=["GET"]),
    Route("/plans/{plan}/versions/{number:int}/verified", verify_version, methods=["POST"]),
]
