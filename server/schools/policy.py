"""Who may bring a roster in, and how far it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import RelationKind

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.policy import Actor
    from server.schools.models import Organisation, RosterImport


def administers_all(actor: Actor) -> bool:
    """Whether somebody administers the whole of their organisation."""
    return any(tie.kind is RelationKind.admin_of and tie.organisation_id == actor.person.organisation_id for tie in actor.ties)


def administered(actor: Actor) -> frozenset[UUID]:
    """Give the schools that somebody administers one by one."""
    return frozenset(tie.school_id for tie in actor.ties if tie.kind is RelationKind.admin_of and tie.school_id is not None)


def administers_any(actor: Actor) -> bool:
    """Whether somebody administers anything: the organisation, or some of its schools."""
    return administers_all(actor) or bool(administered(actor))


def may_see_imports(actor: Actor, organisation: Organisation) -> bool:
    """Those who run schools know that a roster is brought in."""
    runs = {RelationKind.admin_of, RelationKind.principal_of}
    return organisation.id == actor.person.organisation_id and any(tie.kind in runs for tie in actor.ties)


def may_import(actor: Actor, organisation: Organisation) -> bool:
    """Administrators bring rosters in: of the whole organisation, or of the schools they administer and nothing beyond them."""
    return may_see_imports(actor, organisation) and administers_any(actor)


def may_see_import(actor: Actor, one: RosterImport) -> bool:
    """An import, with the names in its report, is seen by whoever made it and by the organisation's administrators, while they are any."""
    if one.organisation_id != actor.person.organisation_id:
        return False
    return administers_all(actor) or (one.person_id == actor.id and bool(administered(actor)))
