"""What a person is to a pupil, a class and a school: everything else in policy rests on this."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from server.people.models import RelationKind
from server.people.policy.nearness import FAMILY

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from server.people.models import Person
    from server.people.policy.actor import Actor, TalkTie, Tie
    from server.schools.models import Class, School


class Role(StrEnum):
    """What somebody is toward one pupil's plan."""

    pupil = "pupil"
    guardian = "guardian"
    contact = "contact"
    mentor = "mentor"
    teacher = "teacher"
    observer = "observer"
    principal = "principal"
    admin = "admin"


HOME = frozenset({Role.pupil, Role.guardian, Role.contact})
STAFF = frozenset({Role.mentor, Role.teacher, Role.observer, Role.principal})


class Concerned(Protocol):
    """Whom a rule is about: a plan, or a pupil at a school; `at_schools` are those to which the pupil goes now."""

    pupil_id: UUID
    school_id: UUID
    organisation_id: UUID
    at_schools: Collection[UUID] | None


@dataclass(frozen=True)
class Standing:
    """The roles somebody has toward one pupil, with the households and subjects that go with them."""

    person_id: UUID
    roles: frozenset[Role]
    households: frozenset[UUID] = field(default_factory=frozenset)
    subjects: frozenset[str] = field(default_factory=frozenset)
    in_talk: TalkTie | None = None
    """The open talk of this very plan in whose session they are; a guest has nothing else."""

    def is_any(self, *roles: Role) -> bool:
        """Tell whether at least one of the roles is held."""
        return not self.roles.isdisjoint(roles)

    @property
    def home(self) -> bool:
        """Whether this is the pupil or somebody of a home."""
        return not self.roles.isdisjoint(HOME)

    @property
    def staff(self) -> bool:
        """Whether this is somebody of the school who may follow the pupil."""
        return not self.roles.isdisjoint(STAFF)

    @property
    def guest(self) -> bool:
        """Whether this is nobody to the pupil but a guest in the session of a talk."""
        return self.in_talk is not None and self.in_talk.guest


_BY_PUPIL = {
    RelationKind.guardian_of: Role.guardian,
    RelationKind.contact_for: Role.contact,
    RelationKind.mentor_of: Role.mentor,
    RelationKind.teacher_in: Role.teacher,
}
_BY_SCHOOL = {
    RelationKind.observer_in: Role.observer,
    RelationKind.principal_of: Role.principal,
    RelationKind.admin_of: Role.admin,
}

_STAFF_TIES = frozenset({RelationKind.mentor_of, RelationKind.teacher_in, *_BY_SCHOOL})


def _role(tie: Tie, plan: Concerned) -> Role | None:
    """Say what one tie makes of somebody toward a plan's pupil."""
    if tie.pupil_id is not None:
        return _BY_PUPIL.get(tie.kind) if tie.pupil_id == plan.pupil_id else None
    if tie.class_id is not None:
        return None
    if tie.school_id == plan.school_id or (tie.organisation_id is not None and tie.organisation_id == plan.organisation_id):
        return _BY_SCHOOL.get(tie.kind)
    return None


def has_moved(plan: Concerned) -> bool:
    """Whether the pupil goes to another school now than the one the plan was made at."""
    return bool(plan.at_schools) and plan.school_id not in (plan.at_schools or ())


def works_elsewhere(actor: Actor, plan: Concerned) -> bool:
    """Whether somebody's work is at other schools than the pupil's: a mentor whom a pupil has left behind is no mentor."""
    work = {tie.school_id for tie in actor.ties if tie.kind in {RelationKind.teacher_in, *_BY_SCHOOL} and tie.school_id is not None}
    return bool(work and plan.at_schools) and work.isdisjoint(plan.at_schools or ())


def standing(actor: Actor, plan: Concerned) -> Standing:
    """Say what a person is toward the pupil of a plan.

    With a protected identity staff are nobody, unless granted by name; and so they are for what another school made than the pupil's.
    """
    held = [(role, tie) for tie in actor.ties if (role := _role(tie, plan)) is not None]
    roles = {role for role, _ in held}
    if actor.id == plan.pupil_id:
        roles.add(Role.pupil)
    if plan.pupil_id in actor.hidden or has_moved(plan):
        roles &= HOME
    if works_elsewhere(actor, plan):
        roles.discard(Role.mentor)
    households = frozenset(tie.household_id for role, tie in held if role in HOME and tie.household_id is not None)
    subjects = frozenset(tie.subject for role, tie in held if role is Role.teacher and role in roles and tie.subject)
    return Standing(actor.id, frozenset(roles), households, subjects, _in_talk(actor, plan, roles, households))


def _in_talk(actor: Actor, plan: Concerned, roles: set[Role], households: frozenset[UUID]) -> TalkTie | None:
    """Give the talk of a plan in whose session somebody is; an adult of the home only in one with their household, or with everyone."""
    adult_only = bool(roles) and roles <= {Role.guardian, Role.contact}
    for tie in actor.talks:
        theirs = not adult_only or tie.household_id is None or tie.household_id in households
        if tie.present and tie.plan_id == getattr(plan, "id", None) and theirs and (roles or tie.guest):
            return tie
    return None


def may_see_school(actor: Actor, school: School) -> bool:
    """Everyone with a tie to a school, or to somebody in it, may see that it is there."""
    return any(tie.school_id == school.id or tie.organisation_id == school.organisation_id for tie in actor.ties)


def runs_school(actor: Actor, school: School) -> bool:
    """Principals and administrators of a school run it."""
    return any(
        tie.kind in {RelationKind.principal_of, RelationKind.admin_of} and _covers(tie, school.id, school.organisation_id)
        for tie in actor.ties
    )


def _covers(tie: Tie, school: UUID, organisation: UUID) -> bool:
    """Whether a tie is to this very school, or to the whole organisation."""
    return tie.school_id == school or (tie.school_id is None and tie.organisation_id == organisation)


def may_see_class(actor: Actor, klass: Class) -> bool:
    """Those of a class see it, their homes too, and the staff of its school."""
    return any(
        tie.class_id == klass.id or (tie.kind in _STAFF_TIES and _covers(tie, klass.school_id, klass.organisation_id)) for tie in actor.ties
    )


def may_see_listed(actor: Actor, pupil: Person) -> bool:
    """A pupil with protected identity is in no list but one's own, the home's, and that of those granted by name."""
    return (
        pupil.id == actor.id or pupil.id not in actor.hidden or any(tie.pupil_id == pupil.id and tie.kind in FAMILY for tie in actor.ties)
    )
