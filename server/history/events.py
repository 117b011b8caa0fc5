"""What happens to a text's history; as in `events`."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening


class TextRestored(Happening):
    """Somebody put a text back to what it said before: an edit like any other, which the open pages hear as such."""

    text: UUID | None
