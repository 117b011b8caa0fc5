"""What happens to the guide, for the log: no page is told."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from server.events import Happening
from server.guide.models import GuideRole


class GuideChanged(Happening):
    """Somebody put the school's own words in the place of a page of the guide."""

    news = False
    school: UUID
    role: GuideRole
    language: Literal["sv", "en", "ar"]


class GuideSetBack(Happening):
    """Somebody took the school's own words away: the text that comes with Stegvis stands again."""

    news = False
    school: UUID
    role: GuideRole
    language: Literal["sv", "en", "ar"]
