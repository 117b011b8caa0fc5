"""Who takes everything of a pupil out, for themselves or for another school, and who brings it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.exports.models import Purpose
from server.people.models import RelationKind
from server.people.policy import Role, standing

if TYPE_CHECKING:
    from server.exports.models import PupilExport, PupilImport
    from server.people.policy import Actor, Concerned
    from server.schools.models import School


def purpose_of(actor: Actor, pupil: Concerned, *, of_age: bool) -> Purpose | None:
    """Say for what a person may take everything out: the pupil of age, before that a guardian, for themselves; the principal for a school.

    School administrators run the roster and not the content, so they take none out.
    """
    who = standing(actor, pupil)
    if who.is_any(Role.pupil) if of_age else who.is_any(Role.guardian):
        return Purpose.access
    return Purpose.moving if who.is_any(Role.principal) else None


def may_see(actor: Actor, export: PupilExport) -> bool:
    """An archive is for whoever asked for it, and nobody else."""
    return export.asked_by == actor.id


def may_bring_in(actor: Actor, school: School) -> bool:
    """A school's principal answers for what is brought into its pupils' documents."""
    return any(
        tie.kind is RelationKind.principal_of and (tie.school_id == school.id or tie.organisation_id == school.organisation_id)
        for tie in actor.ties
    )


def may_see_import(actor: Actor, brought: PupilImport) -> bool:
    """What was brought is for whoever brought it, while they are principal of that school."""
    return brought.brought_by == actor.id and any(
        tie.kind is RelationKind.principal_of and (tie.school_id == brought.school_id or tie.organisation_id == brought.organisation_id)
        for tie in actor.ties
    )
