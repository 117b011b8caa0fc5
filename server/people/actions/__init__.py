"""Who somebody is, who is around whom, and how a relation ends."""

from server.people.actions.acting import act_as, actors_of, in_force
from server.people.actions.relations import around, end, named, prefer, pupils_in, relations_of, schools_of

__all__ = ["act_as", "actors_of", "around", "end", "in_force", "named", "prefer", "pupils_in", "relations_of", "schools_of"]
