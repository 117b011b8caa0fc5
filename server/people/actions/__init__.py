"""Who somebody is, who is around whom, and how a relation ends."""

from server.people.actions.acting import act_as, actors_of, in_force
from server.people.actions.duties import Duty, by_person, classes_of_pupils, homes, mentors, offices, teachers
from server.people.actions.knowing import known
from server.people.actions.looking import Look, look_at, several, someone
from server.people.actions.picture import hide_oneself, remake, show_oneself
from server.people.actions.profile import own_profile, tell_of_oneself
from server.people.actions.relations import around, end, named, prefer, pupils_in, relations_of, schools_of
from server.people.actions.search import search

__all__ = [
    "Duty",
    "Look",
    "act_as",
    "actors_of",
    "around",
    "by_person",
    "classes_of_pupils",
    "end",
    "hide_oneself",
    "homes",
    "in_force",
    "known",
    "look_at",
    "mentors",
    "named",
    "offices",
    "own_profile",
    "prefer",
    "pupils_in",
    "relations_of",
    "remake",
    "schools_of",
    "search",
    "several",
    "show_oneself",
    "someone",
    "teachers",
    "tell_of_oneself",
]
