"""What happens in running the organisation."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening


class SchoolAdded(Happening):
    """An administrator added a school by hand."""

    news = False
    school: UUID


class SchoolRenamed(Happening):
    """A school made by hand has another name."""

    news = False
    school: UUID


class ClassAdded(Happening):
    """An administrator added a class or a teaching group by hand."""

    news = False
    school_class: UUID
    school: UUID


class ClassChanged(Happening):
    """A class made by hand has another name, year or subject."""

    news = False
    school_class: UUID
    school: UUID


class SchoolYearSet(Happening):
    """A school year was added or changed."""

    news = False
    year: UUID


class SchoolYearRemoved(Happening):
    """A school year without terms was removed."""

    news = False
    year: UUID


class TermSet(Happening):
    """A term was added by hand, or one made by hand was changed."""

    news = False
    term: UUID


class TermRemoved(Happening):
    """A term made by hand, that no class uses, was removed."""

    news = False
    term: UUID


class YearRolledOver(Happening):
    """The classes of a school moved up to the next school year."""

    news = False
    school: UUID
    year: UUID
    moved: int
    left: int


class RolloverUndone(Happening):
    """The last step of a school to a school year was undone: everybody is in the class they came from."""

    news = False
    rollover: UUID
    school: UUID


class PersonsMerged(Happening):
    """Somebody known twice is one person now; what is open is judged again."""

    merge: UUID
    person: UUID
    pupil: UUID
    """The double, who may have been anything, a pupil too."""


class MergeUndone(Happening):
    """A merge was undone; the two are two again."""

    merge: UUID
    person: UUID
    pupil: UUID
