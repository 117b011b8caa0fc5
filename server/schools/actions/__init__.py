"""Bringing an uploaded roster in."""

from server.schools.actions.files import folder_of, forget_ended
from server.schools.actions.importing import Imports, Order
from server.schools.actions.looking import as_seen, faults_of, latest, safe_name, see_if_alive, written

__all__ = ["Imports", "Order", "as_seen", "faults_of", "folder_of", "forget_ended", "latest", "safe_name", "see_if_alive", "written"]
