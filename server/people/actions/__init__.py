"""Who somebody is, who is around whom, and how a relation begins and ends."""

from server.people.actions.acting import FAMILY, act_as, actors_of, gives_rights, in_force
from server.people.actions.age import born_by, local_day
from server.people.actions.relations import around, named, prefer, pupils_in, relations_of
from server.people.actions.ties import begin, drop_notices, end, newest_plan, pupil_of, tell_begun, tell_ended
from server.people.actions.whereabouts import PupilAt, find_pupil, places_of, whereabouts

__all__ = [
    "FAMILY",
    "PupilAt",
    "act_as",
    "actors_of",
    "around",
    "begin",
    "born_by",
    "drop_notices",
    "end",
    "find_pupil",
    "gives_rights",
    "in_force",
    "local_day",
    "named",
    "newest_plan",
    "places_of",
    "prefer",
    "pupil_of",
    "pupils_in",
    "relations_of",
    "tell_begun",
    "tell_ended",
    "whereabouts",
]
