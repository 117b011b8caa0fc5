"""The door: who may connect at all."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from socketio.exceptions import ConnectionRefusedError as Refused

from realtime.seats import Visitor
from server.accounts.actions import whose
from server.errors import Code, SignInError
from server.guard import is_own
from server.i18n import LANGUAGES, negotiate, words
from server.pages.names import REFUSED
from server.pages.render import colour_of
from server.web import COOKIE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.config import Settings
    from server.db import Database
    from server.i18n import Words


def cookies(environ: Mapping[str, Any]) -> dict[str, str]:
    """Read the cookies of a connection's request."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(environ.get("HTTP_COOKIE", "")).items()}
    except CookieError:
        return {}


async def enter(sid: str, namespace: str, environ: Mapping[str, Any], database: Database, settings: Settings) -> Visitor:
    """Let a connection in whose cookie is a live session's and whose page is ours.

    Raises:
        ConnectionRefusedError: with the code `origin` or `sign_in`.
    """
    sent = cookies(environ)
    said = _language(environ, sent, settings)
    if not is_own(environ.get("HTTP_ORIGIN"), environ.get("HTTP_HOST"), settings.origin):
        raise _refused(Code.origin, said)
    async with database.session() as session:
        try:
            signed_in, person = await whose(session, sent.get(COOKIE))
        except SignInError as error:
            raise _refused(Code.sign_in, said) from error
    if person.language in LANGUAGES:
        said = words(person.language)
    return Visitor(sid, namespace, person, signed_in.id, signed_in.expires, said, colour_of(person.id))


def _language(environ: Mapping[str, Any], sent: dict[str, str], settings: Settings) -> Words:
    """Say in which language to speak to somebody not known yet."""
    chosen = sent.get("language", "")
    return words(chosen if chosen in LANGUAGES else negotiate(environ.get("HTTP_ACCEPT_LANGUAGE", ""), settings.language))


def _refused(code: Code, said: Words) -> Refused:
    """Make the refusal that the client gets."""
    return Refused(said.say(REFUSED[code]), {"code": str(code)})
