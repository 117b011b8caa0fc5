"""One thing that is asked of somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.columns import now
from server.people.actions.age import local_day

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True)
class Task:
    """One thing to do: a sentence, the button's words, where it is done, about which pupils, how many, until when."""

    title: str
    act: str
    address: str
    pupils: tuple[UUID, ...]
    class_id: UUID
    subject: str = ""
    count: int = 1
    until: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether its last day is over."""
        return self.until is not None and self.until < local_day(now())
