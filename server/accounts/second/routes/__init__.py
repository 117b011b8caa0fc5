"""The second step on the way in, one's own second steps, what a school asks of its staff."""

from starlette.routing import Route

from server.accounts.second.routes import apps, own, passkeys, school, step
from server.accounts.second.routes.own import proven

routes = [
    Route("/sign-in/second-step", step.show_step, methods=["GET"]),
    Route("/sign-in/second-step/code", step.send_code, methods=["POST"]),
    Route("/sign-in/second-step/recovery", step.send_recovery_code, methods=["POST"]),
    Route("/sign-in/second-step/passkey", step.send_passkey, methods=["POST"]),
    Route("/sign-in/second-step/challenge", step.ask_passkey, methods=["POST"]),
    Route("/sign-in/second-step/leave", step.leave, methods=["POST"]),
    Route("/sign-in/passkey", passkeys.sign_in, methods=["POST"]),
    Route("/sign-in/passkey/challenge", passkeys.ask_anybody, methods=["POST"]),
    Route("/settings/second-factor", own.show_own, methods=["GET"]),
    Route("/settings/second-factor/proof", own.prove, methods=["POST"]),
    Route("/settings/second-factor/recovery", proven(own.renew_recovery_codes), methods=["POST"]),
    Route("/settings/second-factor/app", proven(apps.show_app), methods=["GET"]),
    Route("/settings/second-factor/app", proven(apps.begin_app), methods=["POST"]),
    Route("/settings/second-factor/app/confirm", proven(apps.confirm_app), methods=["POST"]),
    Route("/settings/second-factor/app/remove", proven(apps.remove_app), methods=["POST"]),
    Route("/settings/second-factor/passkeys", proven(passkeys.add), methods=["POST"]),
    Route("/settings/second-factor/passkeys/challenge", passkeys.ask_new, methods=["POST"]),
    Route("/settings/second-factor/passkeys/{passkey}/remove", proven(passkeys.remove), methods=["POST"]),
    Route("/schools/{school}/security", school.show_security, methods=["GET"]),
    Route("/schools/{school}/security", school.set_rule, methods=["POST"]),
    Route("/schools/{school}/security/{person}/reset", school.reset_person, methods=["POST"]),
]
