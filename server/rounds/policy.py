"""Who begins and runs a round, and who sees how far a class has come: states, no content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.people.models import RelationKind
from server.people.policy import Role, runs_any, standing

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from server.people.policy import Actor, Standing
    from server.rounds.models import Round
    from server.schools.models import Class, Organisation, School

_FOR_ALL = frozenset({RelationKind.observer_in, RelationKind.principal_of, RelationKind.admin_of})


@dataclass
class PupilOf:
    """A pupil as one of a class, with or without a plan; what rules are asked about."""

    pupil_id: UUID
    school_id: UUID
    organisation_id: UUID
    at_schools: Collection[UUID] | None


def stands(actor: Actor, pupil: UUID, place: Class | Round) -> Standing:
    """Say what somebody is toward a pupil of a class."""
    return standing(actor, PupilOf(pupil, place.school_id, place.organisation_id, (place.school_id,)))


def overlooks(who: Standing) -> bool:
    """A pupil's staff see how far the pupil has come, and so do the school's administrators; nobody of a home does."""
    return who.staff or who.is_any(Role.admin)


def _runs(actor: Actor, place: Class | Round | School) -> bool:
    """Principals and administrators of a school run its rounds."""
    school = getattr(place, "school_id", None) or place.id
    return runs_any(actor, frozenset({school, place.organisation_id}))


def _mentors(actor: Actor, place: Class | Round, klass: UUID) -> bool:
    """Whether somebody is the mentor of a pupil of a class."""
    pupils = {tie.pupil_id for tie in actor.ties if tie.kind is RelationKind.mentor_of and tie.class_id == klass}
    return any(stands(actor, one, place).is_any(Role.mentor) for one in pupils if one is not None)


def may_begin(actor: Actor, klass: Class) -> bool:
    """Mentors begin the rounds of their classes, principals and administrators those of their schools."""
    return _runs(actor, klass) or _mentors(actor, klass, klass.id)


def may_run(actor: Actor, held: Round) -> bool:
    """Whoever may begin a round looks after it: the dates, the version, taking it back."""
    return _runs(actor, held) or _mentors(actor, held, held.class_id)


def may_run_school(actor: Actor, school: School) -> bool:
    """Principals and administrators begin rounds for many classes, and see how far the whole school has come."""
    return _runs(actor, school)


def may_overlook(actor: Actor, klass: Class, pupils: Collection[UUID]) -> bool:
    """Whoever works for the whole school sees how far its classes have come; mentors and teachers those in which their pupils are."""
    places = (klass.school_id, klass.organisation_id)
    whole = any(tie.kind in _FOR_ALL and (tie.school_id or tie.organisation_id) in places for tie in actor.ties)
    return whole or any(overlooks(stands(actor, one, klass)) for one in pupils)


def may_prompt(actor: Actor, klass: Class) -> bool:
    """Mentors and principals remind, show to the home, and stop waiting; administrators run the roster, not the talks."""
    return may_prompt_school(actor, klass) or _mentors(actor, klass, klass.id)


def may_prompt_school(actor: Actor, place: School | Class) -> bool:
    """Principals do so for the whole school."""
    school = getattr(place, "school_id", None) or place.id
    return runs_any(actor, frozenset({school, place.organisation_id}), RelationKind.principal_of)


def may_overlook_all(actor: Actor, organisation: Organisation) -> bool:
    """Who runs the whole organisation sees how far its schools have come."""
    return any(
        tie.kind in {RelationKind.principal_of, RelationKind.admin_of} and tie.organisation_id == organisation.id for tie in actor.ties
    )
