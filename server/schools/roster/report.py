"""What a roster changed, in numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.schools.roster.records import BadRow


@dataclass(frozen=True)
class Counts:
    """How many came, differ, left, and stayed as they were."""

    new: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Report:
    """What a roster did to people, classes and relations.

    A person or class counts as ended when the roster no longer names it and relations of it ended now; its row stays. With
    bad rows nothing at all was done.
    """

    people: Counts = field(default_factory=Counts)
    classes: Counts = field(default_factory=Counts)
    relations: Counts = field(default_factory=Counts)
    bad_rows: tuple[BadRow, ...] = ()

    @property
    def changed_anything(self) -> bool:
        """Whether a single row was written for people, classes or relations."""
        return any(one.new or one.changed or one.ended for one in (self.people, self.classes, self.relations))
