"""Making notices of an event, counting them, reading them, and choosing which one wants."""

from server.notices.actions.choosing import Choices, choices_of, choose, keep_quiet, quiet_of
from server.notices.actions.making import notify, place
from server.notices.actions.reading import listed, read, unread, unread_in
from server.notices.actions.wishes import Wish, wishes

__all__ = [
    "Choices",
    "Wish",
    "choices_of",
    "choose",
    "keep_quiet",
    "listed",
    "notify",
    "place",
    "quiet_of",
    "read",
    "unread",
    "unread_in",
    "wishes",
]
