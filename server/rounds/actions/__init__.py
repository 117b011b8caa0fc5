"""What is done with rounds, and what is known of them."""

from server.rounds.actions.beginning import ASKS, Hindrance, Wish, begin_round, hindrances, round_in
from server.rounds.actions.counting import Counts, counts_in
from server.rounds.actions.dating import asked_by, change
from server.rounds.actions.days import UNTIL
from server.rounds.actions.facts import facts_of, until_of
from server.rounds.actions.handing_out import widen
from server.rounds.actions.offering import Offer, offer_of, plan_years, set_plan_years, years_at
from server.rounds.actions.overview import ClassRows, PupilRow, rows_of
from server.rounds.actions.present import Begun, OfTerm, present_rounds, rounds_now, rounds_there
from server.rounds.actions.progress import HowFar, how_far, members_of
from server.rounds.actions.prompting import Done, Why, remind, remind_people, show_to_home, stop_waiting
from server.rounds.actions.renewing import newer_version, renew
from server.rounds.actions.reporting import report_on
from server.rounds.actions.seen import stairs_of
from server.rounds.actions.to_begin import rounds_to_begin, talks_to_begin
from server.rounds.actions.undoing import undo, written_in

__all__ = [
    "ASKS",
    "UNTIL",
    "Begun",
    "ClassRows",
    "Counts",
    "Done",
    "Hindrance",
    "HowFar",
    "OfTerm",
    "Offer",
    "PupilRow",
    "Why",
    "Wish",
    "asked_by",
    "begin_round",
    "change",
    "counts_in",
    "facts_of",
    "hindrances",
    "how_far",
    "members_of",
    "newer_version",
    "offer_of",
    "plan_years",
    "present_rounds",
    "remind",
    "remind_people",
    "renew",
    "report_on",
    "round_in",
    "rounds_now",
    "rounds_there",
    "rounds_to_begin",
    "rows_of",
    "set_plan_years",
    "show_to_home",
    "stairs_of",
    "stop_waiting",
    "talks_to_begin",
    "undo",
    "until_of",
    "widen",
    "written_in",
    "years_at",
]
