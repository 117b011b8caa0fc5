"""What one person sees of another: whether at all, and which of the details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import RelationKind, Shown
from server.people.policy.nearness import AT_SCHOOL, AT_WORK, FAMILY, Near, children, circle, near, open_ties, runs_all, schools

if TYPE_CHECKING:
    from server.people.policy.actor import Actor, Tie
    from server.people.policy.nearness import Someone

DETAILS = ("email", "phone", "second_phone", "address")


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
    if how is Near.home:
        return bool(seen_details(actor, other)) or (bool(other.picture) and _sees_picture(actor, other))
    return how is not Near.nobody


def seen_details(actor: Actor, other: Someone) -> dict[str, str]:
    """Give the contact details of a person that somebody sees."""
    profile = other.profile
    given = {name: getattr(other.person if name == "email" else profile, name) for name in DETAILS}
    return {name: value for name, value in given.items() if value and sees(actor, other, getattr(profile, f"{name}_for"))}


def may_see_picture(actor: Actor, other: Someone) -> bool:
    """A picture is seen as its owner chose; of a person with protected identity there is none."""
    return _sees_picture(actor, other) and may_see_person(actor, other)


def _sees_picture(actor: Actor, other: Someone) -> bool:
    """Whether a picture is shown to somebody, if there is one."""
    return not other.person.protected and sees(actor, other, other.profile.picture_for)


def may_have_picture(actor: Actor) -> bool:
    """Of a person with protected identity there is no picture."""
    return not actor.person.protected


def sees_needs(actor: Actor, other: Someone) -> bool:
    """Which languages somebody speaks, and whether an interpreter is needed, is for the staff and oneself."""
    return sees(actor, other, Shown.staff)


def may_see_pupil_page(actor: Actor, pupil: Someone) -> bool:
    """Whoever is tied to a pupil, or watches over the school, opens the pupil's page; staff of a protected pupil only by name."""
    there = schools(pupil.ties, frozenset({RelationKind.pupil_in}))
    if not there or near(actor, pupil) is Near.nobody:
        return False
    watches = runs_all(actor, pupil) or bool(schools(actor.ties, AT_SCHOOL) & there)
    return near(actor, pupil) is Near.own or watches or any(tie.pupil_id == pupil.id and tie.kind in AT_WORK for tie in actor.ties)


def is_pupil_of_staff(actor: Actor, other: Someone) -> bool:
    """Whether somebody looks at a pupil for the school: such a look is for the pupil and the home to read of."""
    return near(actor, other) is Near.staff and any(tie.kind is RelationKind.pupil_in for tie in other.ties)


def known_as(actor: Actor, other: Someone) -> list[Tie]:
    """Give the ties of a person by which somebody may know them: not those to other classes, other schools, or hidden children."""
    ties = open_ties(actor, other)
    if near(actor, other) is Near.own or runs_all(actor, other):
        return ties
    work, around = schools(actor.ties, AT_WORK), {tie.school_id for tie in actor.ties if tie.school_id}
    classes, mine = circle(actor), children(actor)

    def knows(tie: Tie) -> bool:
        if tie.kind in AT_WORK:
            return tie.school_id in around
        return tie.class_id in classes or tie.school_id in work or (tie.kind in FAMILY and tie.pupil_id in mine)

    return [tie for tie in ties if knows(tie)]
