"""A clock in a file: it stands still until somebody sets it, and several processes live by it."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime
from pathlib import Path

_MOMENT = struct.Struct("d")


class FileClock:
    """Tells the time that stands in a file."""

    def __init__(self, file: str | Path) -> None:
        path = Path(file)
        if not path.exists():
            path.write_bytes(_MOMENT.pack(0))
        with path.open("r+b") as opened:
            self.memory = mmap.mmap(opened.fileno(), _MOMENT.size)

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(_MOMENT.unpack(self.memory[:])[0], UTC)

    def set(self, at: datetime) -> None:
        """Let it be another time, for all."""
        self.memory[:] = _MOMENT.pack(at.timestamp())
