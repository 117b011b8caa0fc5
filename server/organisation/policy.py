"""Who runs an organisation: its administrators; who administers one school steps that school to the next year."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from server.organisation.models import BY_HAND
from server.people.models import RelationKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from server.organisation.models import Merge, Rollover, SchoolYear
    from server.people.models import Person
    from server.people.policy import Actor
    from server.schools.models import Class, Organisation, School, Term

UNDO_FOR = timedelta(days=30)


def runs(actor: Actor, organisation: UUID) -> bool:
    """Administrators of the whole organisation run it."""
    return any(tie.kind is RelationKind.admin_of and tie.organisation_id == organisation for tie in actor.ties)


def administers(actor: Actor) -> bool:
    """Whether a person administers anything at all: the organisation, or a school of it."""
    return any(tie.kind is RelationKind.admin_of for tie in actor.ties)


def may_open(actor: Actor, organisation: Organisation) -> bool:
    """Administrators open the organisation's page; those of one school see their school there, and the school years."""
    return actor.person.organisation_id == organisation.id and administers(actor)


def may_run(actor: Actor, organisation: Organisation) -> bool:
    """Adding schools and school years, and merging, is for the organisation's own administrators."""
    return runs(actor, organisation.id)


def may_step(actor: Actor, school: School) -> bool:
    """A school's classes are moved up by its own administrators and the organisation's."""
    return runs(actor, school.organisation_id) or any(
        tie.kind is RelationKind.admin_of and tie.school_id == school.id for tie in actor.ties
    )


def may_undo_step(actor: Actor, step: Rollover) -> bool:
    """Whoever may step a school on may take the step back."""
    return runs(actor, step.organisation_id) or any(
        tie.kind is RelationKind.admin_of and tie.school_id == step.school_id for tie in actor.ties
    )


def may_name_class(actor: Actor, klass: Class) -> bool:
    """A class made by hand is changed here, by whoever administers its school; one of the roster where the roster is kept."""
    runs_it = any(tie.kind is RelationKind.admin_of and tie.school_id == klass.school_id for tie in actor.ties)
    return klass.source_id.startswith(BY_HAND) and (runs_it or runs(actor, klass.organisation_id))


def may_rename(actor: Actor, school: School) -> bool:
    """A school made by hand is renamed here; one of the roster where the roster is kept, or the next import would undo it."""
    return runs(actor, school.organisation_id) and school.source_id.startswith(BY_HAND)


def may_see_year(actor: Actor, year: SchoolYear) -> bool:
    """Every administrator sees the school years."""
    return actor.person.organisation_id == year.organisation_id and administers(actor)


def may_fill_year(actor: Actor, year: SchoolYear) -> bool:
    """The organisation's administrators add terms to its school years."""
    return runs(actor, year.organisation_id)


def may_change_year(actor: Actor, year: SchoolYear) -> bool:
    """A school year made by hand is changed here; one of the roster where the roster is kept."""
    return runs(actor, year.organisation_id) and year.source_id.startswith(BY_HAND)


def may_see_term(actor: Actor, term: Term) -> bool:
    """Every administrator sees the terms."""
    return actor.person.organisation_id == term.organisation_id and administers(actor)


def may_change_term(actor: Actor, term: Term) -> bool:
    """A term made by hand is changed here; one of the roster where the roster is kept."""
    return runs(actor, term.organisation_id) and term.source_id.startswith(BY_HAND)


def may_compare(actor: Actor, person: Person) -> bool:
    """The organisation's administrators look for doubles; a protected person is there only for those granted by name."""
    return runs(actor, person.organisation_id) and person.id not in actor.hidden


def may_merge(actor: Actor, person: Person) -> bool:
    """Nobody merges themselves: it could give them what others may see. Who has been merged already is merged no more."""
    return may_compare(actor, person) and person.id != actor.id and person.merged_into is None


def may_see_merge(actor: Actor, merge: Merge) -> bool:
    """The organisation's administrators see what was merged, but nothing of somebody protected whom they are not granted.

    As long as the two are one, a grant for the double is one for the kept person.
    """
    concerned = {merge.kept_id} if merge.undone is None else {merge.kept_id, merge.double_id}
    return runs(actor, merge.organisation_id) and actor.hidden.isdisjoint(concerned)


def may_undo(actor: Actor, merge: Merge) -> bool:
    """Nobody undoes a merge of themselves, either."""
    return may_see_merge(actor, merge) and actor.id not in {merge.kept_id, merge.double_id}


def in_time(merge: Merge, at: datetime) -> bool:
    """Whether a merge may still be undone."""
    return merge.undone is None and at - merge.at <= UNDO_FOR
