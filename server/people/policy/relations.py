"""Who sees the relations of others, and who makes and ends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import RelationKind

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.models import Relation
    from server.people.policy.actor import Actor

_RUNNERS = frozenset({RelationKind.principal_of, RelationKind.admin_of})


def runs_any(actor: Actor, places: frozenset[UUID], *kinds: RelationKind) -> bool:
    """Whether somebody runs one of some schools or organisations."""
    return any(tie.kind in (kinds or _RUNNERS) and (tie.school_id or tie.organisation_id) in places for tie in actor.ties)


def may_see_relation(actor: Actor, relation: Relation, places: frozenset[UUID]) -> bool:
    """Those who run a school see the relations of its people, though not of a protected pupil they are not granted."""
    by_name = relation.kind is RelationKind.sees_protected and relation.pupil_id in actor.granted
    return actor.hidden.isdisjoint({relation.pupil_id, relation.person_id}) and (by_name or runs_any(actor, places))


def may_run_relation(actor: Actor, relation: Relation, places: frozenset[UUID]) -> bool:
    """Administrators make and end relations, never one of their own; who is granted by name is also for a principal to say."""
    if relation.person_id == actor.id or relation.kind is RelationKind.let_in_by:
        return False
    return runs_any(actor, places, *(() if relation.kind is RelationKind.sees_protected else (RelationKind.admin_of,)))
