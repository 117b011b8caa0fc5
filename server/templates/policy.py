"""Who designs templates, and who reads what is published of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import RelationKind
from server.people.policy import AT_WORK, runs_school

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.policy import Actor
    from server.schools.models import Organisation, School
    from server.templates.models import Template, TemplateVersion

_RUNNERS = frozenset({RelationKind.principal_of, RelationKind.admin_of})


def designs(actor: Actor, organisation: UUID, school: UUID | None) -> bool:
    """Whoever runs a school designs its templates; administrators of the organisation every school's, and those for all."""
    own = any(tie.kind in _RUNNERS and tie.school_id == school for tie in actor.ties) if school else False
    return own or any(
        tie.kind is RelationKind.admin_of and tie.school_id is None and tie.organisation_id == organisation for tie in actor.ties
    )


def works_at(actor: Actor, organisation: UUID, school: UUID | None) -> bool:
    """Whether somebody works at a school, or for all of an organisation's; without a school: at any of the organisation's."""
    if school is None:
        return actor.person.organisation_id == organisation and any(tie.kind in AT_WORK for tie in actor.ties)
    return any(
        tie.kind in AT_WORK and (tie.school_id == school or (tie.school_id is None and tie.organisation_id == organisation))
        for tie in actor.ties
    )


def may_list(actor: Actor, school: School) -> bool:
    """Who works at a school reads its templates; pupils and homes read what they are handed, in the plan."""
    return works_at(actor, school.organisation_id, school.id)


def may_make(actor: Actor, school: School) -> bool:
    """Whoever runs a school makes templates for it."""
    return runs_school(actor, school)


def may_make_any(actor: Actor, organisation: Organisation) -> bool:
    """Whoever runs anything looks through the starting templates."""
    return actor.person.organisation_id == organisation.id and any(tie.kind in _RUNNERS for tie in actor.ties)


def may_design(actor: Actor, template: Template) -> bool:
    """Whether a template is somebody's to design, archived or not."""
    return designs(actor, template.organisation_id, template.school_id)


def may_see(actor: Actor, template: Template) -> bool:
    """Drafts are their designers' alone; once it is published, a template is read by all who work at the school."""
    return may_design(actor, template) or (bool(template.published) and works_at(actor, template.organisation_id, template.school_id))


def may_change(actor: Actor, template: Template) -> bool:
    """What is archived is restored before it is changed."""
    return may_design(actor, template) and template.archived is None


def may_see_version(actor: Actor, version: TemplateVersion) -> bool:
    """A published version is read by those who see its template."""
    return may_see(actor, version.template)
