"""What one archive holds: for whom it is judged, and whom it has named so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from server.exports.archive.shape import Home

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from server.exports.archive.shape import File
    from server.exports.archive.tables import Kept, Row
    from server.exports.archive.zipped import Zipped
    from server.people.actions import PupilAt
    from server.people.models import Person
    from server.work import Work


@dataclass
class Taking:
    """One pupil's documents being taken out."""

    work: Work
    zipped: Zipped | None
    """Where it goes; nowhere when it is only looked at what may be taken out."""
    pupil: Person
    places: list[PupilAt]
    with_identity: bool
    whole: bool = False
    """Whether the operator takes it out, who answers for every school of the organisation."""
    people: set[UUID] = field(default_factory=set)
    homes: set[UUID] = field(default_factory=set)
    plans: list[UUID] = field(default_factory=list)
    holds: set[str] = field(default_factory=set)
    """The ids of what was taken out."""

    @property
    def hides(self) -> bool:
        """Whether who the pupil is stays out of it."""
        return not self.with_identity and (self.pupil.protected or self.pupil.protected_by is not None)

    async def add(self, path: str, body: bytes) -> None:
        """Put a file into the archive."""
        if self.zipped is not None:
            await self.zipped.add(path, body)

    @property
    def written(self) -> list[File]:
        """The files that were put into it so far."""
        return list(self.zipped.files) if self.zipped else []

    def end(self) -> None:
        """Put nothing more into it."""
        if self.zipped is not None:
            self.zipped.end()

    def note(self, kept: Kept, rows: Iterable[Row]) -> None:
        """Remember whom and which homes some rows name."""
        found = list(rows)
        self.people |= kept.named(found, "person")
        self.homes |= kept.named(found, "household")

    def homes_of(self, adults: Iterable[tuple[UUID, UUID]]) -> list[Home]:
        """Give the homes that are named, with those of their adults who are."""
        said: dict[UUID, list[UUID]] = {home: [] for home in sorted(self.homes)}
        for home, person in adults:
            if home in said and person in self.people and person not in said[home]:
                said[home].append(person)
        return [Home(id=home, adults=sorted(who)) for home, who in said.items()]
