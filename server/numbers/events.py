"""What is set about the numbers; as in `events`."""

from __future__ import annotations

from server.events import Happening


class SmallestGroupSet(Happening):
    """Somebody said from how many pupils on a group is counted by itself."""

    news = False
    pupils: int
