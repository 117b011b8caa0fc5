"""How somebody wants to hear of things: the number on the badge, mail, quiet hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.i18n import at_clock
from server.notices.actions.wishes import as_we_would
from server.notices.models import Mail, Notice, NoticeChoice, QuietHours
from server.notices.policy import GROUPS
from server.people.models import Person
from server.people.policy import FAMILY as HOMES
from server.plans.models import Plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import time
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.notices.actions.wishes import Wish
    from server.work import Work

Choices = dict[str, NoticeChoice]
"""By group; each group is there."""


async def choices_of(session: AsyncSession, person: UUID, about: Iterable[UUID | None]) -> dict[UUID | None, Choices]:
    """Give what somebody has chosen about each child and about all others (none); what was not chosen is as we would choose."""
    rows = await session.exec(select(NoticeChoice).where(NoticeChoice.person_id == person))
    kept = {(one.about_id, one.group): one for one in rows}
    return {child: {group: kept.get((child, group)) or _as_we_would(person, child, group) for group in GROUPS} for child in about}


def _as_we_would(person: UUID, child: UUID | None, group: str) -> NoticeChoice:
    """Give what holds where nothing was chosen."""
    return NoticeChoice(person_id=person, about_id=child, group=group, mail=as_we_would(group))


async def choose(work: Work, about: UUID | None, wanted: Mapping[str, Wish]) -> None:
    """Keep a choice for each group; it holds from the next event on, and no mail leaves that is not wanted any more."""
    rows = [
        NoticeChoice(person_id=work.actor.id, about_id=about, group=group, badge=one.badge, mail=one.mail, push=one.push).model_dump()
        for group, one in wanted.items()
    ]
    made = insert(NoticeChoice).values(rows)
    kept = made.on_conflict_do_update(
        index_elements=["person_id", "about_id", "group"],
        set_={name: made.excluded[name] for name in ("badge", "mail", "push")},
    )
    await work.session.exec(kept)
    await _hold_to(work, about, wanted)


async def _hold_to(work: Work, about: UUID | None, wanted: Mapping[str, Wish]) -> None:
    """Let what waits already be as it is wanted now: nothing is mailed or pushed of what was turned off."""
    own = {work.actor.id, *(tie.pupil_id for tie in work.actor.ties if tie.kind in HOMES and tie.pupil_id)}
    pupils = select(Plan.id).where(col(Plan.pupil_id) == about if about else col(Plan.pupil_id).not_in(own))
    for group, one in wanted.items():
        waiting = update(Notice).where(
            col(Notice.person_id) == work.actor.id,
            col(Notice.read).is_(None),
            col(Notice.kind).in_(GROUPS[group]),
            col(Notice.plan_id).in_(pupils),
        )
        if one.mail is Mail.never:
            await work.session.exec(waiting.values(mail=Mail.never, mail_id=None))
        if not one.push:
            await work.session.exec(waiting.values(push=False))


async def quiet_of(session: AsyncSession, person: UUID) -> QuietHours | None:
    """Give when somebody wants no mail."""
    return await session.get(QuietHours, person)


async def keep_quiet(work: Work, hours: tuple[time, time] | None) -> None:
    """Keep from when until when the actor wants no mail, or forget it."""
    kept = await quiet_of(work.session, work.actor.id)
    if hours:
        await work.session.merge(QuietHours(person_id=work.actor.id, begins=hours[0], ends=hours[1]))
    elif kept:
        await work.session.delete(kept)


async def quiet_until(session: AsyncSession, people: Collection[UUID], at: datetime) -> dict[UUID, datetime]:
    """Give for those who want no mail and no push at a moment the moment from which they do, each by their own clock."""
    wanted = select(QuietHours, Person.time_zone).join(Person, col(Person.id) == QuietHours.person_id)
    rows = await session.exec(wanted.where(col(QuietHours.person_id).in_(people)))
    return {one.person_id: end for one, zone in rows if (end := end_of(one, at_clock(at, zone))) is not None}


def end_of(quiet: QuietHours, local: datetime) -> datetime | None:
    """Give when quiet hours end that somebody is in, by the person's clock."""
    clock, over_midnight = local.time(), quiet.begins > quiet.ends
    late, early = clock >= quiet.begins, clock < quiet.ends
    if not ((late or early) if over_midnight else (late and early)):
        return None
    day = local.date() + timedelta(days=1 if over_midnight and late else 0)
    return datetime.combine(day, quiet.ends, local.tzinfo)
