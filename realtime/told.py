"""Which events have been told here: a bounded memory, since each is met again and again by the looks at the database."""

from __future__ import annotations

from collections import OrderedDict

MOST_REMEMBERED = 20_000


class Told:
    """The events that this process has told lately."""

    def __init__(self) -> None:
        """Nothing has been told."""
        self.events: OrderedDict[int, None] = OrderedDict()

    def is_new(self, event: int) -> bool:
        """Whether an event has not been told here; it is remembered that it is now."""
        if event in self.events:
            return False
        self.events[event] = None
        if len(self.events) > MOST_REMEMBERED:
            self.events.popitem(last=False)
        return True
