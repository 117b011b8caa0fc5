"""Inviting somebody to one talk, letting them in, letting them write, taking them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.talks.models import Invited

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.talks.models import Talk


async def kind_of(session: AsyncSession, talk: Talk, person: UUID) -> str:
    """Say as what somebody is invited to a talk; nothing for those who need no invitation."""
    wanted = select(Invited.kind).where(Invited.talk_id == talk.id, Invited.person_id == person, col(Invited.until).is_(None))
    found = (await session.exec(wanted)).first()
    return str(found) if found else ""
