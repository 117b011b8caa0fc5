"""Closing a plan's parts, and keeping what they say as a numbered version."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, update
from sqlmodel import col, select

from server.columns import now
from server.plans.models import Version
from server.preparations.models import Answer, Preparation
from server.texts.models import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.plans.models import Plan
    from server.work import Work


def canonical(said: Mapping[str, Any]) -> bytes:
    """Give the bytes of something said, the same for the same: JSON in UTF-8 with its keys in order and nothing between."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(body: bytes) -> str:
    """Give the hex SHA-256 of bytes."""
    return hashlib.sha256(body).hexdigest()


async def keep_version(work: Work, plan: Plan, said: Mapping[str, Any]) -> Version:
    """Keep what is said as the plan's next version; its parts must be closed."""
    session = work.session
    plan.locked = now()
    number = 1 + (await session.exec(select(func.count()).select_from(Version).where(Version.plan_id == plan.id))).one()
    body = canonical({**said, "number": number})
    version = Version(plan_id=plan.id, number=number, locked_by=work.actor.id, body=body, sha256=digest(body), at=plan.locked)
    session.add(version)
    return version


async def close_or_open(session: AsyncSession, plan: Plan, *, is_open: bool) -> None:
    """Close or open all parts of a plan, held in the order of their ids as the committer holds them: neither waits for the other.

    What is handed in stays closed when a plan is opened again.
    """
    await session.exec(select(col(Text.id)).where(Text.plan_id == plan.id).order_by(col(Text.id)).with_for_update())
    handed_in = select(Preparation.id).where(
        Preparation.plan_id == plan.id, col(Preparation.ready).is_not(None) | col(Preparation.closed).is_not(None)
    )
    for part in (Text, Answer):
        belongs = col(part.preparation_id)
        opens = belongs.is_(None) | belongs.not_in(handed_in)
        await session.exec(update(part).where(col(part.plan_id) == plan.id).values(open=opens if is_open else False))
