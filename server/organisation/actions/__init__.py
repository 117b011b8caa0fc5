"""Schools, school years and terms; the step to the next year; merging and undoing."""

from server.organisation.actions.classes import Named, add_class, change_class
from server.organisation.actions.doubles import found, known_of, likely, past_merges, to_compare, to_undo
from server.organisation.actions.merging import Refusal, merge, refusal, tally
from server.organisation.actions.places import add_school, organisation_of, places, rename_school
from server.organisation.actions.rolling_back import last_step, undo_step, why_kept
from server.organisation.actions.rollover import Choice, roll_over
from server.organisation.actions.stepping import Ahead, Step, Stepping, Target, ahead, look, target_of
from server.organisation.actions.undoing import undo, why_not
from server.organisation.actions.years import (
    Calendar,
    Span,
    add_term,
    add_year,
    calendar,
    change_term,
    change_year,
    remove_term,
    remove_year,
)

__all__ = [
    "Ahead",
    "Calendar",
    "Choice",
    "Named",
    "Refusal",
    "Span",
    "Step",
    "Stepping",
    "Target",
    "add_class",
    "add_school",
    "add_term",
    "add_year",
    "ahead",
    "calendar",
    "change_class",
    "change_term",
    "change_year",
    "found",
    "known_of",
    "last_step",
    "likely",
    "look",
    "merge",
    "organisation_of",
    "past_merges",
    "places",
    "refusal",
    "remove_term",
    "remove_year",
    "rename_school",
    "roll_over",
    "tally",
    "target_of",
    "to_compare",
    "to_undo",
    "undo",
    "undo_step",
    "why_kept",
    "why_not",
]
