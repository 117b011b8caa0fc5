"""Forgetting what has had its time: one-time ways in, guesses, sign-ins that came to nothing, old sessions. Mails `retention` forgets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_
from sqlmodel import SQLModel, col, select

from server.accounts.models import Attempt, Challenge, Guess, PendingSignIn, ProviderVisit, Session, Ticket
from server.columns import now
from server.notices.models import Digest, Push, PushState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from server.db import Database

BATCH = 1_000
"""Rows that are removed in one transaction: nothing is held for long."""
SHORT = timedelta(days=1)
"""Longer than anything is counted or awaited."""
LONG = timedelta(days=90)
"""How long somebody can look back on sessions."""


def _past(at: datetime) -> dict[type[SQLModel], ColumnElement[bool]]:
    """Say of each table what has had its time."""
    short, long = at - SHORT, at - LONG
    over = or_(col(Ticket.used).is_not(None), col(Ticket.void).is_not(None), col(Ticket.expires) < at)
    return {
        Ticket: over & (col(Ticket.made) < short),
        Digest: col(Digest.at) < long,
        Push: (col(Push.state) != PushState.waiting) & (col(Push.made) < long),
        Attempt: col(Attempt.at) < short,
        Guess: col(Guess.at) < short,
        PendingSignIn: col(PendingSignIn.begun) < short,
        Challenge: col(Challenge.at) < short,
        ProviderVisit: col(ProviderVisit.at) < short,
        Session: (col(Session.ended) < long) | (col(Session.expires) < long),
    }


async def purge(database: Database) -> dict[str, int]:
    """Remove what has had its time, and give how many rows of each table; several processes may do so at once."""
    removed: dict[str, int] = {}
    for table, past in _past(now()).items():
        done = BATCH
        while done == BATCH:
            done = await _batch(database, table, past)
            removed[table.__name__] = removed.get(table.__name__, 0) + done
    return removed


async def _batch(database: Database, table: type[SQLModel], past: ColumnElement[bool]) -> int:
    """Remove some rows; those that somebody holds just now are passed over until the next time."""
    key = col(table.id)  # type: ignore[attr-defined]  # every one of these has an id
    some = select(key).where(past).limit(BATCH).with_for_update(skip_locked=True).cte("some")
    async with database.session() as session:
        gone = await session.exec(delete(table).where(key.in_(select(some.c.id))))
        await session.commit()
        return gone.rowcount
