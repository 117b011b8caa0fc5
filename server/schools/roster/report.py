"""What a roster changes: in numbers, in names, and in rows that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from server.schools.roster.records import BadRow

MOST_BAD_ROWS = 200
"""How many bad rows are listed; they are all counted."""
MOST_LISTED = 100
"""How many names stand in a list."""


class Ask(StrEnum):
    """What an administrator is asked apart before a roster is applied."""

    many = "many"
    """More than a quarter of all relations end."""
    own = "own"
    """The administrator's own right to administer ends."""
    nobody = "nobody"
    """Nobody is left who administers."""


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
    last_year: int = 0
    """Pupils whom the roster names in the class from which they have stepped to the next school year: they stay in the new one."""
    bad_rows: tuple[BadRow, ...] = ()
    """What is wrong, the first of it: a row may have several faults."""
    bad_row_count: int = 0
    """Rows in which something is wrong, and files that cannot be used at all."""
    bad_file_count: int = 0
    """Of these, the files."""
    template: bool = False
    """Whether it is the template's CSV: then the fields of bad rows are its columns, which have headings."""
    many_end: bool = False
    """Whether so many relations would end that it must be said twice."""
    admins_end: tuple[str, ...] = ()
    """The persons, by id, who would no longer administer what they administer."""
    nobody_administers: bool = False
    """Whether afterwards nobody would administer the organisation or any of its schools."""
    schools: tuple[str, ...] = ()
    """The schools that the roster speaks of, by id."""
    organisation: str = ""
    mark: str = ""
    """The same for the same changes: by it is seen whether something else was changed meanwhile."""
    lists: dict[str, Listed] = field(default_factory=dict)
    shy: dict[str, dict[str, int]] = field(default_factory=dict)
    """How much of each number is about a pupil with protected identity, by pupil: see `names.shy`."""

    @property
    def changed_anything(self) -> bool:
        """Whether a single row was written for people, classes or relations."""
        return any(one.new or one.changed or one.ended for one in (self.people, self.classes, self.relations))

    def asks(self, actor: UUID | None) -> frozenset[Ask]:
        """Say what must be said yes to, each by itself, before it is applied."""
        return asked_of(vars(self), actor)


def asked_of(report: Mapping[str, Any], actor: UUID | None) -> frozenset[Ask]:
    """Say the same of a report as it is kept."""
    asked = {
        Ask.many: report.get("many_end"),
        Ask.own: str(actor) in report.get("admins_end", ()),
        Ask.nobody: report.get("nobody_administers"),
    }
    return frozenset(ask for ask, needed in asked.items() if needed)
