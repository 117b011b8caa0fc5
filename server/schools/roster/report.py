"""What a roster changes: in numbers, in names, and in rows that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server.schools.roster.records import BadRow

MOST_BAD_ROWS = 200
"""How many bad rows are listed; they are all counted."""
MOST_LISTED = 100
"""How many names stand in a list."""


@dataclass(frozen=True)
class Counts:
    """How many came, differ, left, and stayed as they were."""

    new: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Listed:
    """The first of a list, and how many there are in all."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0


@dataclass(frozen=True)
class Report:
    """What a roster does to people, classes and relations.

    A person or class counts as ended when the roster no longer names it and relations of it ended now; its row stays. With
    bad rows nothing at all is done.
    """

    people: Counts = field(default_factory=Counts)
    classes: Counts = field(default_factory=Counts)
    relations: Counts = field(default_factory=Counts)
    kept_ended: int = 0
    """Relations that the roster still names and somebody ended by hand: they stay ended."""
    bad_rows: tuple[BadRow, ...] = ()
    bad_row_count: int = 0
    many_end: bool = False
    """Whether so many relations would end that it must be said twice."""
    organisation: str = ""
    mark: str = ""
    """The same for the same changes: by it is seen whether something else was changed meanwhile."""
    lists: dict[str, Listed] = field(default_factory=dict)

    @property
    def changed_anything(self) -> bool:
        """Whether a single row was written for people, classes or relations."""
        return any(one.new or one.changed or one.ended for one in (self.people, self.classes, self.relations))
