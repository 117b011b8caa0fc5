"""Who somebody is, who is around whom, and how a relation begins and ends."""

from server.people.actions.acting import FAMILY, act_as, actors_of, gives_rights, in_force
from server.people.actions.age import born_by, local_day
from server.people.actions.concerned import concerned
from server.people.actions.duties import Duty, by_person, classes_of_pupils, homes, mentors, offices, teachers
from server.people.actions.faces import faces
from server.people.actions.knowing import known
from server.people.actions.looking import Look, look_at, several, someone
from server.people.actions.order import by_name
from server.people.actions.picture import hide_oneself, remake, show_oneself
from server.people.actions.profile import own_profile, tell_of_oneself
from server.people.actions.relations import around, around_each, named, prefer, pupils_in, relations_of
from server.people.actions.search import search
from server.people.actions.ties import begin, drop_notices, end, newest_plan, pupil_of, tell_begun, tell_ended
from server.people.actions.whereabouts import PupilAt, find_pupil, places_of, whereabouts

__all__ = [
    "FAMILY",
    "Duty",
    "Look",
    "PupilAt",
    "act_as",
    "actors_of",
    "around",
    "around_each",
    "begin",
    "born_by",
    "by_name",
    "by_person",
    "classes_of_pupils",
    "concerned",
    "drop_notices",
    "end",
    "faces",
    "find_pupil",
    "gives_rights",
    "hide_oneself",
    "homes",
    "in_force",
    "known",
    "local_day",
    "look_at",
    "mentors",
    "named",
    "newest_plan",
    "offices",
    "own_profile",
    "places_of",
    "prefer",
    "pupil_of",
    "pupils_in",
    "relations_of",
    "remake",
    "search",
    "several",
    "show_oneself",
    "someone",
    "teachers",
    "tell_begun",
    "tell_ended",
    "tell_of_oneself",
    "whereabouts",
]
