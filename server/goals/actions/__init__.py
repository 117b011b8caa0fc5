"""What is done with goals."""

from server.goals.actions.carrying import carry_waiting, next_plan, take_over
from server.goals.actions.checking_in import Said, check_in, check_ins, picture_of, with_picture
from server.goals.actions.criteria import list_of, offered, subjects_of, tie, tied
from server.goals.actions.evaluating import Back, begin_evaluation, evaluate, finish, take_evaluation_back
from server.goals.actions.following import plans_in_use, waiting_for
from server.goals.actions.goals import counts, move, must_be_around, propose, reword, seen
from server.goals.actions.history import history_of
from server.goals.actions.importing import apply, changes_of, keep_read
from server.goals.actions.looking import evaluations_of, goals_to_look_at, said_of_goals
from server.goals.actions.origins import line_of, origins
from server.goals.actions.settling import archive_before, settle, unsettled

__all__ = [
    "Back",
    "Said",
    "apply",
    "archive_before",
    "begin_evaluation",
    "carry_waiting",
    "changes_of",
    "check_in",
    "check_ins",
    "counts",
    "evaluate",
    "evaluations_of",
    "finish",
    "goals_to_look_at",
    "history_of",
    "keep_read",
    "line_of",
    "list_of",
    "move",
    "must_be_around",
    "next_plan",
    "offered",
    "origins",
    "picture_of",
    "plans_in_use",
    "propose",
    "reword",
    "said_of_goals",
    "seen",
    "settle",
    "subjects_of",
    "take_evaluation_back",
    "take_over",
    "tie",
    "tied",
    "unsettled",
    "waiting_for",
    "with_picture",
]
