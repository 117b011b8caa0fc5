"""Passwords and sessions: what is enough, and how long it lasts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from server.accounts.models import Session

WINDOW = timedelta(minutes=15)
MOST_BY_NAME = 10
MOST_BY_ADDRESS = 100


def is_live(session: Session, at: datetime) -> bool:
    """A session lives until it is ended or runs out."""
    return session.ended is None and session.expires > at


def may_try(by_name: int, by_address: int) -> bool:
    """After so many failures within the window, sign-in waits: by account to stop guessing, by address to stop sweeping.

    The window moves, so nobody is locked out for good.
    """
    return by_name < MOST_BY_NAME and by_address < MOST_BY_ADDRESS
