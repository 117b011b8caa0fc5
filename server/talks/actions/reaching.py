"""The ways by which sound and picture find from one page of a talk to another: STUN, and TURN by credentials that soon end."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from server.config import Settings
    from server.people.models import Person

_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Ways:
    """What a page needs to be reached."""

    ice: list[dict[str, object]]
    """The servers, as a browser takes them."""
    lasts: int
    """Seconds until the credentials end; 0 where there are none."""


def is_relayed(settings: Settings, person: Person, pupil: Person) -> bool:
    """Whether nobody may learn from which address somebody takes part: always where it is set, and wherever an identity is protected.

    A protected pupil's home is found by anybody's address in it, so it holds for all in the talk.
    """
    return settings.turn_only or person.protected or pupil.protected


def ways(settings: Settings, talk: UUID, person: UUID, at: datetime) -> Ways:
    """Give the servers for one person in one talk, with a credential by coturn's REST scheme where there is TURN."""
    ice: list[dict[str, object]] = [{"urls": settings.stun_urls.split(",")}] if settings.stun_urls else []
    if not settings.turn_urls:
        return Ways(ice, 0)
    lasts = settings.turn_minutes * 60
    name = f"{int(at.timestamp()) + lasts}:{_opaque(settings.turn_secret, talk, person)}"
    credential = b64encode(hmac.digest(settings.turn_secret.encode(), name.encode(), hashlib.sha1)).decode()
    return Ways([*ice, {"urls": settings.turn_urls.split(","), "username": name, "credential": credential}], lasts)


def _opaque(secret: str, talk: UUID, person: UUID) -> str:
    """Name somebody so that the relay's log tells neither who it is nor that it is the same one as in another talk."""
    return hmac.digest(secret.encode(), f"{talk}:{person}".encode(), hashlib.sha256).hex()[:_LETTERS]
