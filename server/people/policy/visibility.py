"""What one person sees of another: whether at all, and which of the details."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from server.people.models import Profile, RelationKind, Shown

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.models import Person
    from server.people.policy.standing import Actor, Tie

FAMILY = frozenset({RelationKind.guardian_of, RelationKind.contact_for})
AT_SCHOOL = frozenset({RelationKind.observer_in, RelationKind.principal_of, RelationKind.admin_of})
AT_WORK = AT_SCHOOL | {RelationKind.mentor_of, RelationKind.teacher_in}
DETAILS = ("email", "phone", "second_phone", "address")


@dataclass(frozen=True)
class Someone:
    """A person as others look at them: the ties in force, and what they have said of themselves."""

    person: Person
    ties: tuple[Tie, ...]
    profile: Profile

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
    if _schools(actor.ties, AT_WORK) & _places(actor, other) or _runs_all(actor, other):
        return Near.staff
    return _outside(actor, other)


def _outside(actor: Actor, other: Someone) -> Near:
    """Say how near somebody is who does not work at the other's school."""
    circle = _circle(actor)
    mine = {tie.school_id for tie in actor.ties if tie.school_id}
    if _schools(other.ties, AT_SCHOOL) & mine or any(_is_with(tie, circle, _children(actor)) for tie in other.ties):
        return Near.classes
    if _is_kin(actor, other):
        return Near.kin
    if any(tie.class_id in circle for tie in _known(actor, other)):
        return Near.home
    return Near.school if _schools(other.ties, AT_WORK) & mine else Near.nobody


def _is_with(tie: Tie, classes: set[UUID], pupils: set[UUID | None]) -> bool:
    """Whether a tie puts a pupil or somebody at work beside these classes or pupils; a homeroom's or a group's."""
    return tie.kind not in FAMILY and (tie.class_id in classes or tie.pupil_id in pupils)


def _circle(actor: Actor) -> set[UUID]:
    """Give the classes that somebody is in as a pupil or as a pupil's home."""
    return {tie.class_id for tie in actor.ties if tie.kind in FAMILY | {RelationKind.pupil_in} and tie.class_id}


def _is_home_of(actor: Actor, person: UUID) -> bool:
    """Whether somebody is a guardian or a contact adult of a person."""
    return any(tie.kind in FAMILY and tie.pupil_id == person for tie in actor.ties)


def _children(actor: Actor) -> set[UUID | None]:
    """Give oneself and the children one has the care of."""
    return {actor.id} | {tie.pupil_id for tie in actor.ties if tie.kind in FAMILY}


def _is_kin(actor: Actor, other: Someone) -> bool:
    """Whether the other is an adult around oneself or one's child."""
    mine = _children(actor)
    return any(tie.kind in FAMILY and tie.pupil_id in mine for tie in other.ties)


def _shares_home(actor: Actor, other: Someone) -> bool:
    """Whether the other has the care of oneself, or lives in one's own household."""
    homes = {tie.household_id for tie in actor.ties if tie.kind in FAMILY and tie.household_id}
    return any(tie.kind in FAMILY and (tie.pupil_id == actor.id or tie.household_id in homes) for tie in other.ties)


def _known(actor: Actor, other: Someone) -> list[Tie]:
    """Give the other's ties without those to children whose identity is protected from this person."""
    return [tie for tie in other.ties if tie.kind not in FAMILY or tie.pupil_id not in actor.hidden]


def _schools(ties: tuple[Tie, ...], kinds: frozenset[RelationKind]) -> set[UUID]:
    """Give the schools to which ties of some kinds lead."""
    return {tie.school_id for tie in ties if tie.kind in kinds and tie.school_id}


def _places(actor: Actor, other: Someone) -> set[UUID]:
    """Give the schools that the other belongs to, as far as this person may know."""
    return {tie.school_id for tie in _known(actor, other) if tie.school_id}


def _runs_all(actor: Actor, other: Someone) -> bool:
    """Whether somebody runs the whole organisation that the other belongs to."""
    whole = {tie.organisation_id for tie in actor.ties if tie.kind in AT_SCHOOL and tie.school_id is None}
    return other.person.organisation_id in whole and bool(_known(actor, other))


def sees(actor: Actor, other: Someone, shown: Shown) -> bool:
    """Whether somebody sees a detail that the other shows to staff or to classes.

    What a home tells of itself would betray its protected child: then only those who are granted the child see it.
    """
    how = near(actor, other)
    if how is Near.own:
        return True
    if guards_hidden(actor, other.ties):
        return False
    return how is Near.staff or (shown is Shown.classes and not other.person.protected and how in {Near.classes, Near.home, Near.kin})


def guards_hidden(actor: Actor, ties: tuple[Tie, ...]) -> bool:
    """Whether ties are those of a home with a child whose identity is protected from this person."""
    return any(tie.kind in FAMILY and tie.pupil_id in actor.hidden for tie in ties)


def may_see_person(actor: Actor, other: Someone) -> bool:
    """Whether somebody may know of a person: a classmate's home only as far as it shows itself to the class."""
    how = near(actor, other)
    return bool(seen_details(actor, other)) if how is Near.home else how is not Near.nobody


def seen_details(actor: Actor, other: Someone) -> dict[str, str]:
    """Give the contact details of a person that somebody sees."""
    profile = other.profile
    given = {name: getattr(other.person if name == "email" else profile, name) for name in DETAILS}
    return {name: value for name, value in given.items() if value and sees(actor, other, getattr(profile, f"{name}_for"))}


def may_see_picture(actor: Actor, other: Someone) -> bool:
    """A picture is seen as its owner chose; of a person with protected identity there is none."""
    return not other.person.protected and may_see_person(actor, other) and sees(actor, other, other.profile.picture_for)


def may_have_picture(actor: Actor) -> bool:
    """Of a person with protected identity there is no picture."""
    return not actor.person.protected


def sees_needs(actor: Actor, other: Someone) -> bool:
    """Which languages somebody speaks, and whether an interpreter is needed, is for the staff and oneself."""
    return sees(actor, other, Shown.staff)


def may_see_pupil_page(actor: Actor, pupil: Someone) -> bool:
    """Whoever is tied to a pupil, or watches over the school, opens the pupil's page; staff of a protected pupil only by name."""
    schools = _schools(pupil.ties, frozenset({RelationKind.pupil_in}))
    if not schools or near(actor, pupil) is Near.nobody:
        return False
    watches = _runs_all(actor, pupil) or bool(_schools(actor.ties, AT_SCHOOL) & schools)
    return near(actor, pupil) is Near.own or watches or any(tie.pupil_id == pupil.id and tie.kind in AT_WORK for tie in actor.ties)


def known_as(actor: Actor, other: Someone) -> list[Tie]:
    """Give the ties of a person by which somebody may know them: not those to other classes, other schools, or hidden children."""
    how = near(actor, other)
    ties = _known(actor, other)
    if how is Near.own or _runs_all(actor, other):
        return ties
    work, schools = _schools(actor.ties, AT_WORK), {tie.school_id for tie in actor.ties if tie.school_id}
    circle = _circle(actor)
    mine = _children(actor)

    def knows(tie: Tie) -> bool:
        if tie.kind in AT_WORK:
            return tie.school_id in schools
        return tie.class_id in circle or tie.school_id in work or (tie.kind in FAMILY and tie.pupil_id in mine)

    return [tie for tie in ties if knows(tie)]
