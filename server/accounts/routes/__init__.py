"""Signing in and out, invitations, slips, own passwords and addresses; language and light."""

from starlette.routing import Route

from server.accounts.routes.forgotten import ask_for_new, show_forgotten
from server.accounts.routes.home import invite_home
from server.accounts.routes.invitations import invite_people, show_accounts, show_progress
from server.accounts.routes.mails import show_mailbox, show_my_mails, try_again
from server.accounts.routes.passwords import show_link, use_link
from server.accounts.routes.sessions import end_other_sessions, end_session_of_mine
from server.accounts.routes.settings import change_own_address, change_own_password, know_of_interventions, show_sign_in_settings
from server.accounts.routes.signing import choose_language, choose_theme, show_sign_in, sign_in, sign_out
from server.accounts.routes.slips import print_slips, show_first, use_slip

routes = [
    Route("/sign-in", show_sign_in, methods=["GET"]),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/language", choose_language, methods=["POST"]),
    Route("/theme", choose_theme, methods=["POST"]),
    Route("/link/{token}", show_link, methods=["GET"]),
    Route("/link/{token}", use_link, methods=["POST"]),
    Route("/forgotten", show_forgotten, methods=["GET"]),
    Route("/forgotten", ask_for_new, methods=["POST"]),
    Route("/first", show_first, methods=["GET"]),
    Route("/first", use_slip, methods=["POST"]),
    Route("/settings/sign-in", show_sign_in_settings, methods=["GET"]),
    Route("/settings/sign-in/seen", know_of_interventions, methods=["POST"]),
    Route("/settings/password", change_own_password, methods=["POST"]),
    Route("/settings/address", change_own_address, methods=["POST"]),
    Route("/settings/mail", show_my_mails, methods=["GET"]),
    Route("/settings/mail/again", try_again, methods=["POST"]),
    Route("/sessions/end-others", end_other_sessions, methods=["POST"]),
    Route("/sessions/{session}/end", end_session_of_mine, methods=["POST"]),
    Route("/schools/{school}/accounts", show_accounts, methods=["GET"]),
    Route("/schools/{school}/invitations", invite_people, methods=["POST"]),
    Route("/schools/{school}/invitations", show_progress, methods=["GET"]),
    Route("/pupils/{pupil}/invitations", invite_home, methods=["POST"]),
    Route("/classes/{class}/slips", print_slips, methods=["POST"]),
    Route("/mail", show_mailbox, methods=["GET"]),
]
