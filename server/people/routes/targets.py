"""To what a relation may be made: a pupil, a class, or a school."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from server.people import policy
from server.people.actions import find_pupil
from server.people.models import Person, RelationKind
from server.plans.policy import may_run_ties, may_see_pupil, may_see_ties
from server.schools.models import Class, School
from server.web import key

if TYPE_CHECKING:
    from uuid import UUID

    from starlette.requests import Request

    from server.people.policy import Actor
    from server.work import Work


@dataclass(frozen=True)
class Target:
    """What a relation leads to, as its pages know it."""

    thing: Person | Class | School
    column: str
    address: str
    kinds: tuple[RelationKind, ...]
    places: frozenset[UUID]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.thing.name


class Finder(Protocol):
    """Finds the target that an address names, for those who may see its relations or, to change them, administer it."""

    async def __call__(self, request: Request, work: Work, *, change: bool = False) -> Target:
        """Give it, or refuse as for anything that may not be seen."""


async def pupil(request: Request, work: Work, *, change: bool = False) -> Target:
    """Give the pupil that the address names, to those who see or run the pupil's relations."""
    may = may_run_ties if change else may_see_ties
    person, places = await find_pupil(work, key(request, "pupil"), see=may_see_pupil, may=may)
    kinds = (RelationKind.guardian_of, RelationKind.contact_for, RelationKind.mentor_of)
    run_by = frozenset({one for place in places for one in (place.school_id, place.organisation_id)})
    return Target(person, "pupil_id", f"/pupils/{person.id}/relations", kinds, run_by)


async def klass(request: Request, work: Work, *, change: bool = False) -> Target:
    """Give the class that the address names."""

    def may(actor: Actor, one: Class) -> bool:
        return _runs(actor, frozenset({one.school_id, one.organisation_id}), change=change)

    found = await work.find(Class, key(request, "class"), see=policy.may_see_class, may=may)
    kinds = (RelationKind.teacher_in, RelationKind.pupil_in)
    return Target(found, "class_id", f"/classes/{found.id}/relations", kinds, frozenset({found.school_id, found.organisation_id}))


async def school(request: Request, work: Work, *, change: bool = False) -> Target:
    """Give the school that the address names."""

    def may(actor: Actor, one: School) -> bool:
        return _runs(actor, frozenset({one.id, one.organisation_id}), change=change)

    found = await work.find(School, key(request, "school"), see=policy.may_see_school, may=may)
    kinds = (RelationKind.observer_in, RelationKind.principal_of, RelationKind.admin_of)
    return Target(found, "school_id", f"/schools/{found.id}/relations", kinds, frozenset({found.id, found.organisation_id}))


def _runs(actor: Actor, places: frozenset[UUID], *, change: bool) -> bool:
    """Whether somebody runs a place; to change who is tied to it they must administer it."""
    return policy.runs_any(actor, places, *((RelationKind.admin_of,) if change else ()))
