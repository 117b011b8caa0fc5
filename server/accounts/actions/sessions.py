"""One's own sessions: which browsers are signed in, and signing them out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col, select

from server.accounts.models import Session
from server.columns import now
from server.events import SignedOut
from server.notices.actions.devices import keep_only, sign_out_here

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.work import Work

SEEN_EVERY = timedelta(minutes=5)
"""How exactly is kept when a session was last used: enough to tell a forgotten one from one's own."""
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def in_words(agent: str) -> str:
    """Say a browser and its system in two words; the rest of what it tells of itself is not kept."""
    found = [next((name for mark, name in marks if re.search(mark, agent)), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(one for one in found if one)


async def seen(session: AsyncSession, signed_in: Session, agent: str) -> None:
    """Note now and then that a session is used, and by which browser; where another request does so, it is left to that."""
    if signed_in.last_seen and now() - signed_in.last_seen < SEEN_EVERY:
        return
    free = select(Session.id).where(Session.id == signed_in.id).with_for_update(skip_locked=True).scalar_subquery()
    noted = update(Session).where(col(Session.id) == free).values(last_seen=now(), agent=signed_in.agent or in_words(agent))
    await session.exec(noted.execution_options(synchronize_session=False))


async def own_sessions(work: Work) -> list[Session]:
    """Give the actor's live sessions, the last used first."""
    rows = await work.session.exec(
        select(Session)
        .where(Session.person_id == work.actor.id, col(Session.ended).is_(None), Session.expires > now())
        .order_by(col(Session.last_seen).desc().nulls_last(), col(Session.begun).desc())
    )
    return list(rows)


async def end_others(work: Work, keep: UUID | None) -> None:
    """End all sessions of the actor but one, or really all; their sockets close with them."""
    ended = (
        update(Session)
        .where(col(Session.person_id) == work.actor.id, col(Session.ended).is_(None), col(Session.expires) > now())
        .values(ended=now())
        .returning(col(Session.id))
    )
    if keep is not None:
        ended = ended.where(col(Session.id) != keep)
    await keep_only(work.session, work.actor.id, keep)
    for (one,) in (await work.session.exec(ended)).all():
        work.tell(SignedOut(session=one))


async def end_one(work: Work, session: Session) -> None:
    """End one session, and pushes to its device; ending it twice is ending it once."""
    await sign_out_here(work, session.id, None)
    if session.ended is None:
        session.ended = now()
        work.tell(SignedOut(session=session.id))
