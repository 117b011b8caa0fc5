"""Who sets how long documents are kept, who proposes and approves disposals, and who holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import RelationKind
from server.people.policy import Role, standing

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.policy import Actor, Concerned
    from server.retention.models import Disposal
    from server.schools.models import Organisation, School

_READ = frozenset({RelationKind.principal_of, RelationKind.admin_of})


def may_see(actor: Actor, organisation: Organisation) -> bool:
    """Principals and administrators read how long what is kept."""
    return actor.person.organisation_id == organisation.id and any(tie.kind in _READ for tie in actor.ties)


def may_set(actor: Actor, organisation: Organisation) -> bool:
    """The board's decision is written down by the organisation's administrators."""
    return _administers(actor, organisation.id, None)


def _administers(actor: Actor, organisation: UUID, school: UUID | None) -> bool:
    """Whether somebody administers a whole organisation, or a school of it."""
    return any(
        tie.kind is RelationKind.admin_of and (tie.organisation_id == organisation or (school is not None and tie.school_id == school))
        for tie in actor.ties
    )


def may_dispose_all(actor: Actor, organisation: Organisation) -> bool:
    """The organisation's administrators propose for all its schools."""
    return _administers(actor, organisation.id, None)


def may_dispose(actor: Actor, school: School) -> bool:
    """A school's administrators propose for that school."""
    return _administers(actor, school.organisation_id, school.id)


def may_read(actor: Actor, school: School) -> bool:
    """Principal and administrators of a school read what is due there."""
    return any(tie.kind in _READ and (tie.school_id == school.id or tie.organisation_id == school.organisation_id) for tie in actor.ties)


def may_see_disposal(actor: Actor, disposal: Disposal) -> bool:
    """A disposal is read by those who run what it is about."""
    if _administers(actor, disposal.organisation_id, disposal.school_id):
        return True
    return any(
        tie.kind is RelationKind.principal_of
        and (tie.organisation_id == disposal.organisation_id or (disposal.school_id is not None and tie.school_id == disposal.school_id))
        for tie in actor.ties
    )


def may_approve(actor: Actor, disposal: Disposal) -> bool:
    """A second administrator of the same reach approves; nobody approves what they proposed themselves."""
    return _administers(actor, disposal.organisation_id, disposal.school_id) and actor.id != disposal.proposed_by


def may_approve_some(actor: Actor) -> bool:
    """Whether there can be a disposal for somebody to approve at all."""
    return any(tie.kind is RelationKind.admin_of for tie in actor.ties)


def may_withdraw(actor: Actor, disposal: Disposal) -> bool:
    """Any administrator of the same reach withdraws what is only proposed."""
    return _administers(actor, disposal.organisation_id, disposal.school_id)


def may_hold(actor: Actor, pupil: Concerned) -> bool:
    """Principal and administrators hold what is kept of a pupil, and lift the hold."""
    return standing(actor, pupil).is_any(Role.principal, Role.admin)
