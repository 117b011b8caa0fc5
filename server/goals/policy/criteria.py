"""Who keeps a school's list of criteria, and who ties goals to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.goals.policy.goals import may_reword
from server.people.policy import runs_school

if TYPE_CHECKING:
    from server.goals.models import CriteriaImport, Goal
    from server.people.policy import Actor
    from server.schools.models import School


def may_run(actor: Actor, school: School) -> bool:
    """Principals and administrators of a school keep its list of criteria."""
    return runs_school(actor, school)


def may_run_import(actor: Actor, one: CriteriaImport) -> bool:
    """What was read from a file is for those who keep the school's list."""
    return runs_school(actor, one.school)


def may_tie(actor: Actor, goal: Goal) -> bool:
    """Criteria belong to the wording of a goal, so whoever may word it chooses them."""
    return may_reword(actor, goal)
