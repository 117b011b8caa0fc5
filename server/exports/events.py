"""The events of taking a pupil's documents out and bringing them in; as in `events`."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening


class ExportAsked(Happening):
    """Somebody asked for an archive of everything of a pupil."""

    news = False
    pupil: UUID
    export: UUID
    reason: str = ""


class ExportFetched(Happening):
    """Whoever had asked for an archive fetched it."""

    news = False
    pupil: UUID
    export: UUID


class RecordTakenOut(Happening):
    """The school took everything of a pupil out, for another school; the pupil and the home are told."""

    notice = "record_taken_out"
    pupil: UUID
    export: UUID


class RecordBroughtIn(Happening):
    """An archive of a pupil was brought in."""

    news = False
    pupil: UUID
    brought: UUID | None = None
