"""How near one person is to another: what somebody sees of anybody rests on this."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from server.people.models import RelationKind

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.models import Person, Profile
    from server.people.policy.actor import Actor, Tie

FAMILY = frozenset({RelationKind.guardian_of, RelationKind.contact_for})
AT_SCHOOL = frozenset({RelationKind.observer_in, RelationKind.principal_of, RelationKind.admin_of})
AT_WORK = AT_SCHOOL | {RelationKind.mentor_of, RelationKind.teacher_in}


@dataclass(frozen=True)
class Someone:
    """A person as others look at them: the ties in force, and what they have said of themselves."""

    person: Person
    ties: tuple[Tie, ...]
    profile: Profile
    picture: str = ""
    """The mark of the picture, where there is one."""

    @property
    def id(self) -> UUID:
        """The person's id."""
        return self.person.id


class Near(Enum):
    """How near somebody is to whom they look at; the first that holds."""

    own = auto()
    """Oneself, or one's child."""
    staff = auto()
    """At work at a school that the other belongs to."""
    classes = auto()
    """In a class, or the home of a pupil there, and the other is a pupil or at work in it, or for the whole school."""
    kin = auto()
    """An adult of one's own home or child."""
    home = auto()
    """The other belongs to a classmate's home."""
    school = auto()
    """The other works at one's school."""
    nobody = auto()


def near(actor: Actor, other: Someone) -> Near:
    """Say how near somebody is; to a person with protected identity only the home is, and staff who are granted by name."""
    if other.id == actor.id or _is_home_of(actor, other.id):
        return Near.own
    if other.id in actor.hidden:
        return Near.kin if _shares_home(actor, other) else Near.nobody
    if schools(actor.ties, AT_WORK) & _places(actor, other) or runs_all(actor, other):
        return Near.staff
    return _outside(actor, other)


def _outside(actor: Actor, other: Someone) -> Near:
    """Say how near somebody is who does not work at the other's school."""
    classes = circle(actor)
    mine = {tie.school_id for tie in actor.ties if tie.school_id}
    if schools(other.ties, AT_SCHOOL) & mine or any(_is_with(tie, classes, children(actor)) for tie in other.ties):
        return Near.classes
    if _is_kin(actor, other):
        return Near.kin
    if any(tie.class_id in classes for tie in open_ties(actor, other)):
        return Near.home
    return Near.school if schools(other.ties, AT_WORK) & mine else Near.nobody


def _is_with(tie: Tie, classes: set[UUID], pupils: set[UUID | None]) -> bool:
    """Whether a tie puts a pupil or somebody at work beside these classes or pupils; a homeroom's or a group's."""
    return tie.kind not in FAMILY and (tie.class_id in classes or tie.pupil_id in pupils)


def circle(actor: Actor) -> set[UUID]:
    """Give the classes that somebody is in as a pupil or as a pupil's home."""
    return {tie.class_id for tie in actor.ties if tie.kind in FAMILY | {RelationKind.pupil_in} and tie.class_id}


def _is_home_of(actor: Actor, person: UUID) -> bool:
    """Whether somebody is a guardian or a contact adult of a person."""
    return any(tie.kind in FAMILY and tie.pupil_id == person for tie in actor.ties)


def children(actor: Actor) -> set[UUID | None]:
    """Give oneself and the children one has the care of."""
    return {actor.id} | {tie.pupil_id for tie in actor.ties if tie.kind in FAMILY}


def _is_kin(actor: Actor, other: Someone) -> bool:
    """Whether the other is an adult around oneself or one's child."""
    mine = children(actor)
    return any(tie.kind in FAMILY and tie.pupil_id in mine for tie in other.ties)


def _shares_home(actor: Actor, other: Someone) -> bool:
    """Whether the other has the care of oneself, or lives in one's own household."""
    homes = {tie.household_id for tie in actor.ties if tie.kind in FAMILY and tie.household_id}
    return any(tie.kind in FAMILY and (tie.pupil_id == actor.id or tie.household_id in homes) for tie in other.ties)


def open_ties(actor: Actor, other: Someone) -> list[Tie]:
    """Give the other's ties without those to children whose identity is protected from this person."""
    return [tie for tie in other.ties if tie.kind not in FAMILY or tie.pupil_id not in actor.hidden]


def schools(ties: tuple[Tie, ...], kinds: frozenset[RelationKind]) -> set[UUID]:
    """Give the schools to which ties of some kinds lead."""
    return {tie.school_id for tie in ties if tie.kind in kinds and tie.school_id}


def _places(actor: Actor, other: Someone) -> set[UUID]:
    """Give the schools that the other belongs to, as far as this person may know."""
    return {tie.school_id for tie in open_ties(actor, other) if tie.school_id}


def runs_all(actor: Actor, other: Someone) -> bool:
    """Whether somebody runs the whole organisation that the other belongs to."""
    whole = {tie.organisation_id for tie in actor.ties if tie.kind in AT_SCHOOL and tie.school_id is None}
    return other.person.organisation_id in whole and bool(open_ties(actor, other))
