"""Who reads a school's guide, who changes it, and which of its pages is somebody's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.guide.models import GuideRole
from server.people.models import RelationKind
from server.people.policy import Role, may_see_school, runs_school

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.policy import Actor, Standing
    from server.schools.models import School

__all__ = ["may_change", "may_see", "own_pages", "role_of"]

_BY_TIE = {
    RelationKind.pupil_in: GuideRole.pupil,
    RelationKind.guardian_of: GuideRole.guardian,
    RelationKind.contact_for: GuideRole.guardian,
    RelationKind.mentor_of: GuideRole.mentor,
    RelationKind.teacher_in: GuideRole.teacher,
    RelationKind.observer_in: GuideRole.teacher,
    RelationKind.principal_of: GuideRole.principal,
    RelationKind.admin_of: GuideRole.principal,
}
_BY_ROLE = {
    Role.pupil: GuideRole.pupil,
    Role.guardian: GuideRole.guardian,
    Role.contact: GuideRole.guardian,
    Role.mentor: GuideRole.mentor,
    Role.principal: GuideRole.principal,
}


def may_see(actor: Actor, school: School) -> bool:
    """Everyone with a tie to a school reads its guide: what the others are asked for is no secret."""
    return may_see_school(actor, school)


def may_change(actor: Actor, school: School) -> bool:
    """Principals and administrators say how their school works."""
    return may_see(actor, school) and runs_school(actor, school)


def own_pages(actor: Actor) -> list[tuple[UUID, GuideRole]]:
    """Give the pages that are for somebody, each with its school: in the order of the roles."""
    held = {(tie.school_id, _BY_TIE[tie.kind]) for tie in actor.ties if tie.school_id is not None and tie.kind in _BY_TIE}
    return sorted(held, key=lambda one: (list(GuideRole).index(one[1]), one[0]))


def role_of(who: Standing) -> GuideRole:
    """Say which page is for somebody who looks at a pupil's plan."""
    return next((page for role, page in _BY_ROLE.items() if who.is_any(role)), GuideRole.teacher)
