"""To a provider and back. A link leads there, not a form: a page's policy lets forms go to ourselves only."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.routing import Route

from server.accounts.routes.signing import inside
from server.accounts.second.entry import admit, origin_of, set_cookie
from server.accounts.sso import actions
from server.accounts.sso.policy import VISIT
from server.accounts.sso.remote import AwayError, Remote, UntrustedError
from server.errors import UnknownError, _
from server.people.actions import act_as
from server.web import go, page
from server.work import working

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from server.people.models import Person

VISIT_COOKIE = "stegvis_visit"
MOST_THEN = 500
AWAY = _("The place you sign in at does not answer right now. Try again in a while, or sign in with your password.")
STRANGE = _("This sign-in was not begun in this browser, took too long, or was used before. Begin again.")
UNTRUSTED = _("The answer from the place you sign in at could not be trusted. You are not signed in, and nothing was changed.")
REFUSED = _("You chose not to sign in there, or were not let in. You are not signed in.")
NOBODY = _("You are known there, but we do not know you by that. Ask the school to check your details.")


def _remote(request: Request) -> Remote:
    """Give the provider that the address names.

    Raises:
        UnknownError: the settings name none such.
    """
    state, key = request.app.state, request.path_params["provider"]
    if not hasattr(state, "remotes"):
        state.remotes = {name: Remote(one) for name, one in state.settings.providers.items()}
    found: Remote | None = state.remotes.get(key)
    if found is None:
        raise UnknownError
    return found


def _back(request: Request, remote: Remote) -> str:
    """Give the address that a provider sends browsers back to."""
    return f"{origin_of(request)}/sign-in/from/{remote.provider.key}"


def _refused(request: Request, sentence: str, status: int) -> Response:
    """Say why nobody is signed in; the visit is over."""
    answer = page(request, "accounts/sso/refused.html", status, sentence=sentence)
    answer.delete_cookie(VISIT_COOKIE)
    return answer


async def go_there(request: Request) -> Response:
    """Send the browser to a provider."""
    remote, then = _remote(request), inside(request.query_params.get("then", "/")[:MOST_THEN])
    async with request.app.state.database.session() as session:
        sent = await actions.begin_visit(session, remote.provider.key, then)
        await session.commit()
    try:
        answer = go(await remote.address(sent, _back(request, remote)))
    except AwayError:
        return _refused(request, AWAY, HTTPStatus.SERVICE_UNAVAILABLE)
    set_cookie(request, answer, VISIT_COOKIE, sent.browser, int(VISIT.total_seconds()))
    return answer


async def come_back(request: Request) -> Response:
    """Take a browser back from a provider, and let in the person it means; whoever that is must be known already."""
    remote, given, database = _remote(request), request.query_params, request.app.state.database
    async with database.session() as session:
        visit = await actions.end_visit(session, remote.provider.key, given.get("state", ""), request.cookies.get(VISIT_COOKIE, ""))
    if visit is None:
        return _refused(request, STRANGE, HTTPStatus.BAD_REQUEST)
    if "error" in given or not given.get("code"):
        return _refused(request, REFUSED, HTTPStatus.FORBIDDEN)
    try:
        claims = await remote.claims(visit, given["code"], given.get("iss", ""), _back(request, remote))
    except AwayError:
        return _refused(request, AWAY, HTTPStatus.SERVICE_UNAVAILABLE)
    except UntrustedError:
        return _refused(request, UNTRUSTED, HTTPStatus.BAD_REQUEST)
    async with database.session() as session:
        person = await actions.person_of(session, remote.provider, claims)
    if person is None:
        return _refused(request, NOBODY, HTTPStatus.FORBIDDEN)
    return await _let_in(request, remote, person, visit.then)


async def _let_in(request: Request, remote: Remote, person: Person, then: str) -> Response:
    """Let a person in on a provider's word."""
    state, provider = request.app.state, remote.provider
    async with working(state.database, lambda session: act_as(session, person), state.announce) as work:
        answer = await admit(request, work, then, provider=provider.key, vouched=provider.trusted_second_factor)
    answer.delete_cookie(VISIT_COOKIE)
    return answer


routes = [
    Route("/sign-in/with/{provider}", go_there, methods=["GET"]),
    Route("/sign-in/from/{provider}", come_back, methods=["GET"]),
]
