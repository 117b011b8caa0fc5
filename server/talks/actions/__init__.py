"""Beginning and ending a talk, being in its session, its agenda, its guests."""

from server.talks.actions.agenda import OURS, arrange, begin_agenda, lead, point, reach
from server.talks.actions.finding import open_talks, present_in
from server.talks.actions.sitting import begin, end_all, enter, finish, leave

__all__ = [
    "OURS",
    "arrange",
    "begin",
    "begin_agenda",
    "end_all",
    "enter",
    "finish",
    "lead",
    "leave",
    "open_talks",
    "point",
    "present_in",
    "reach",
]
