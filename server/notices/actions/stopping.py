"""Turning mails off by the link in one: signed, good without signing in, and undone on the page of one's choices."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.accounts.second.vault import vault_of
from server.notices.models import Mail, MailStop, Notice
from server.notices.policy import GROUPS, NIGHT

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings

WHAT = (NIGHT, *GROUPS)
_PURPOSE = "stop mails: "
_MOST = 200
_ID = 16


def token_for(settings: Settings, person: UUID, what: str) -> str:
    """Give the token by which somebody turns something off. It holds for ever, as old mails do, and does nothing else."""
    said = person.bytes + what.encode()
    return urlsafe_b64encode(said + vault_of(settings).digest(person, _PURPOSE + what)).rstrip(b"=").decode()


def read_token(settings: Settings, token: str) -> tuple[UUID, str] | None:
    """Give whose token it is and what it turns off; nothing for one that we have not signed."""
    try:
        read = urlsafe_b64decode(token[:_MOST] + "=" * (-len(token) % 4))
        person, what = UUID(bytes=read[:_ID]), read[_ID:-32].decode()
    except ValueError:
        return None
    signed = vault_of(settings).digest(person, _PURPOSE + what)
    return (person, what) if what in WHAT and hmac.compare_digest(signed, read[-32:]) else None


async def stop(session: AsyncSession, person: UUID, what: str) -> None:
    """Turn mails off, also those that wait; what is on the badge and on devices stays as it is."""
    made = insert(MailStop).values(MailStop(person_id=person, what=what).model_dump())
    await session.exec(made.on_conflict_do_nothing(index_elements=["person_id", "what"]))
    mode = Mail.nightly if what == NIGHT else Mail.at_once
    waits = [col(Notice.person_id) == person, col(Notice.read).is_(None), col(Notice.mail) == mode]
    if what != NIGHT:
        waits.append(col(Notice.kind).in_(GROUPS[what]))
    await session.exec(update(Notice).where(*waits).values(mail=Mail.never, mail_id=None))


async def go_on(session: AsyncSession, person: UUID, what: str) -> None:
    """Turn mails on again."""
    await session.exec(delete(MailStop).where(col(MailStop.person_id) == person, col(MailStop.what) == what))


async def stopped(session: AsyncSession, person: UUID) -> list[MailStop]:
    """Give what somebody has turned off, as they are listed."""
    rows = await session.exec(select(MailStop).where(MailStop.person_id == person))
    return sorted(rows, key=lambda one: WHAT.index(one.what))
