"""Who reads the numbers: as of the overviews, principals and administrators; and who says how small a group may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import RelationKind
from server.rounds.policy import may_overlook_all, may_run_school

if TYPE_CHECKING:
    from server.people.policy import Actor
    from server.schools.models import Organisation, School


def may_see_school(actor: Actor, school: School) -> bool:
    """Principals and administrators of a school read its numbers; nobody else does."""
    return may_run_school(actor, school)


def may_see_all(actor: Actor, organisation: Organisation) -> bool:
    """Who runs the whole organisation reads the numbers of its schools."""
    return may_overlook_all(actor, organisation)


def may_set(actor: Actor, organisation: Organisation) -> bool:
    """Administrators of the organisation say from how many pupils on a group is counted by itself."""
    return any(tie.kind is RelationKind.admin_of and tie.organisation_id == organisation.id for tie in actor.ties)
