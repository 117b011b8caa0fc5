"""Whether a mail that waits still has something to tell: asked right before it leaves, and settled at once where a right ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.mail import Mail, MailState, Trouble, is_dropped
from server.notices.actions.letters import DIGEST, NEWS
from server.notices.actions.seeing import may_still_see, settle_unseen
from server.notices.actions.wishes import stops_of
from server.notices.models import Notice
from server.plans.models import Plan

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession


async def nothing_to_tell(session: AsyncSession, mail: Mail) -> Trouble | None:
    """Say why a mail is not to leave, if it is not: what it tells of has been read, may no longer be read, or was turned off."""
    if mail.stops and mail.stops in (await stops_of(session, [mail.person_id])).get(mail.person_id, ()):
        return Trouble.off
    if mail.plan_id is not None and not await may_still_see(session, {(mail.person_id, mail.plan_id)}):
        return Trouble.ended
    if mail.kind not in {DIGEST, NEWS}:
        return None
    told = list(await session.exec(select(Notice).where(Notice.mail_id == mail.id)))
    unread = [one for one in told if one.read is None]
    if unread and await settle_unseen(session, unread):
        return None
    return Trouble.ended if unread or not told else Trouble.read


async def withdraw(session: AsyncSession, person: UUID | None, pupil: UUID | None) -> None:
    """Let the waiting mails to a person, or to anybody about a pupil, go that tell of a plan which their reader may no longer see."""
    waiting = col(Mail.state) == MailState.waiting
    theirs = (col(Mail.person_id) == person) | (col(Plan.pupil_id) == pupil)
    rows = await session.exec(select(Mail).join(Plan, col(Plan.id) == Mail.plan_id).where(waiting, theirs).with_for_update(of=Mail))
    mails = list(rows)
    seen = await may_still_see(session, {(one.person_id, one.plan_id) for one in mails if one.plan_id})
    for mail in mails:
        if (mail.person_id, mail.plan_id) not in seen:
            is_dropped(mail, Trouble.ended)
