"""A clock in a file: it stands still until somebody sets it, and several processes live by it."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_MOMENT = struct.Struct("dq")


class FileClock:
    """Tells the time that stands in a file, and how often its owner has asked everybody to look at what is due."""

    def __init__(self, file: str | Path) -> None:
        path = Path(file)
        if not path.exists():
            path.write_bytes(_MOMENT.pack(0, 0))
        with path.open("r+b") as opened:
            self.memory = mmap.mmap(opened.fileno(), _MOMENT.size)

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(_MOMENT.unpack(self.memory[:])[0], UTC)

    @property
    def turn(self) -> int:
        """How often everybody was asked to look."""
        turn: int = _MOMENT.unpack(self.memory[:])[1]
        return turn

    def set(self, at: datetime) -> None:
        """Let it be another time, for all."""
        self.memory[:] = _MOMENT.pack(at.timestamp(), self.turn)

    def look(self) -> None:
        """Ask everybody to look at what is due."""
        self.memory[:] = _MOMENT.pack(self().timestamp(), self.turn + 1)


class WhenAsked:
    """Lets a process's regular work look only when it is asked to: so it can be there at once without looking all the time."""

    def __init__(self, clock: FileClock) -> None:
        self.clock, self.done = clock, 0

    def first(self, work: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
        """Look once each time it is asked for."""
        seen = -1

        async def asked(one: Any) -> None:
            nonlocal seen
            if self.clock.turn != seen:
                seen = self.clock.turn
                await work(one)
                self.done += 1

        return asked

    def then(self, work: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
        """Look whenever something else has looked: it may have found work for this."""
        seen = -1

        async def asked(one: Any) -> None:
            nonlocal seen
            if self.done != seen:
                seen = self.done
                await work(one)

        return asked
