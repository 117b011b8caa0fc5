"""What the numbers are made of."""

from server.numbers.actions.counting import Figures, counted
from server.numbers.actions.groups import Group, Told, least_of, set_least, told
from server.numbers.actions.writing import as_csv

__all__ = ["Figures", "Group", "Told", "as_csv", "counted", "least_of", "set_least", "told"]
