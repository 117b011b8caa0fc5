"""What is done with the past of a text."""

from server.history.actions.drawing import Drawn, colours, draw
from server.history.actions.moments import History, Shown, history_of
from server.history.actions.restoring import restore

__all__ = ["Drawn", "History", "Shown", "colours", "draw", "history_of", "restore"]
