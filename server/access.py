"""The events of who may see whom, beside those of the plan itself; as in `events`."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from server.events import Happening


class Place(StrEnum):
    """Which page about a pupil somebody looked at."""

    page = "page"
    person = "person"
    relations = "relations"
    protection = "protection"
    why = "why"
    access = "access"
    log = "log"
    exports = "exports"
    hold = "hold"


class ProfileChanged(Happening):
    """Somebody changed what they say of themselves, or their picture."""

    news = False
    person: UUID


class RelationDated(Happening):
    """Somebody said from when or until when a tie is to hold; it begins or ends by itself when the moment comes."""

    news = False
    relation: UUID
    person: UUID
    pupil: UUID | None = None


class HouseholdChanged(Happening):
    """An adult of the home belongs to another household now."""

    relation: UUID
    person: UUID
    pupil: UUID


class CameOfAge(Happening):
    """A pupil is of age: the home's access has ended by itself."""

    notice = "access_ended"
    pupil: UUID


class ProtectionChanged(Happening):
    """A pupil's identity is protected from now on, or no longer."""

    pupil: UUID
    on: bool
    reason: str = ""


class ProtectedSeen(Happening):
    """Somebody who is granted by name looked at something about a pupil with protected identity."""

    news = False
    pupil: UUID


class PupilOpened(Happening):
    """Somebody read a page about a pupil that is not the plan."""

    news = False
    pupil: UUID
    where: Place


class VersionOpened(Happening):
    """Somebody read a locked version, or took its bytes away."""

    news = False
    number: int
    taken: bool


class HandedOverOpened(Happening):
    """Somebody of the pupil's new school read what the old one agreed with the home."""

    news = False
    number: int


class TextWritten(Happening):
    """Somebody wrote in a text; one event for all they wrote within an hour, made when the single strokes are folded."""

    news = False
    text: UUID | None
