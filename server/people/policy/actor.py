"""Somebody who acts, with all that ties them to others now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from server.people.models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.models import RelationKind


@dataclass(frozen=True)
class Tie:
    """A relation in force; a teacher's is drawn out to each pupil of the class."""

    kind: RelationKind
    pupil_id: UUID | None = None
    class_id: UUID | None = None
    school_id: UUID | None = None
    organisation_id: UUID | None = None
    household_id: UUID | None = None
    subject: str = ""
    relation_id: UUID | None = None


@dataclass(frozen=True)
class TalkTie:
    """What somebody is to a talk that goes on: in its session, invited to it, or both. A guest knows of their talk afterwards, too."""

    talk_id: UUID
    plan_id: UUID
    household_id: UUID | None = None
    """Whose sitting it is."""
    present: bool = False
    """In the session now: until they leave, are removed, or it ends; a line that is lost changes nothing."""
    invited: bool = False
    guest: bool = False
    """Tied to nothing but this."""
    admitted: bool = False
    """Whether the mentor has let them in."""
    writes: bool = False
    """Whether a guest is let to write."""


@dataclass(frozen=True)
class Actor:
    """A person with all the ties in force now; `hidden` are the pupils with protected identity whom staff like this may not know of."""

    person: Person
    ties: tuple[Tie, ...]
    hidden: frozenset[UUID] = frozenset()
    granted: frozenset[UUID] = frozenset()
    """The pupils with protected identity whom this person is granted by name: every look at one is noted."""
    talks: tuple[TalkTie, ...] = ()
    """The open talks that this person is in or invited to."""

    @property
    def id(self) -> UUID:
        """The person's id."""
        return self.person.id


def nobody(organisation: UUID) -> Actor:
    """Give the actor of what comes about by itself: no person that there is, and with no right."""
    return Actor(Person(id=uuid4(), organisation_id=organisation, source_id="", given_name="", family_name=""), ())
