"""How somebody wants to hear of things: the number on the badge, mail, quiet hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.i18n import at_school
from server.notices.models import Mail, NoticeChoice, QuietHours
from server.notices.policy import AT_ONCE, GROUPS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import time
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Standing
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
    return NoticeChoice(person_id=person, about_id=child, group=group, mail=Mail.at_once if group in AT_ONCE else Mail.nightly)


async def choose(work: Work, about: UUID | None, wanted: Mapping[str, tuple[bool, Mail]]) -> None:
    """Keep a choice for each group; it holds from the next event on."""
    rows = [
        NoticeChoice(person_id=work.actor.id, about_id=about, group=group, badge=badge, mail=mail).model_dump()
        for group, (badge, mail) in wanted.items()
    ]
    made = insert(NoticeChoice).values(rows)
    kept = made.on_conflict_do_update(
        index_elements=["person_id", "about_id", "group"], set_={"badge": made.excluded.badge, "mail": made.excluded.mail}
    )
    await work.session.exec(kept)


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


Hearers = dict["UUID", "Standing"]
"""Who shall hear of something, each with what they are to the pupil."""


async def with_badge(session: AsyncSession, group: str, about: Sequence[tuple[UUID, Hearers]]) -> list[dict[UUID, bool]]:
    """Say of those who shall hear of each pupil whether the badge shall count it; who wants neither badge nor mail is left out."""
    return [
        {key: one is None or one.badge for key, one in choices.items() if one is None or _wanted(one)}
        for choices in await _chosen(session, group, about)
    ]


async def mailed_at_once(session: AsyncSession, group: str, pupil: UUID, hearers: Hearers) -> set[UUID]:
    """Give those of whom shall hear of a pupil who want a mail of it at once: of some groups whoever has not chosen otherwise."""
    (choices,) = await _chosen(session, group, [(pupil, hearers)])
    return {key for key, one in choices.items() if (group in AT_ONCE if one is None else one.mail is Mail.at_once)}


async def _chosen(session: AsyncSession, group: str, about: Sequence[tuple[UUID, Hearers]]) -> list[dict[UUID, NoticeChoice | None]]:
    """Give what those who shall hear of each pupil have chosen.

    The home chooses child by child; for staff one choice holds for everybody.
    """
    rows = await session.exec(
        select(NoticeChoice).where(
            col(NoticeChoice.person_id).in_({one for _, hearers in about for one in hearers}),
            NoticeChoice.group == group,
            col(NoticeChoice.about_id).in_({pupil for pupil, _ in about}) | col(NoticeChoice.about_id).is_(None),
        )
    )
    chosen = {(one.person_id, one.about_id): one for one in rows}
    return [{key: chosen.get((key, pupil if who.home else None)) for key, who in hearers.items()} for pupil, hearers in about]


async def quiet_until(session: AsyncSession, people: Collection[UUID], at: datetime) -> dict[UUID, datetime]:
    """Give for those who want no mail at a moment the moment from which they do."""
    rows = await session.exec(select(QuietHours).where(col(QuietHours.person_id).in_(people)))
    return {one.person_id: end for one in rows if (end := end_of(one, at_school(at))) is not None}


def end_of(quiet: QuietHours, local: datetime) -> datetime | None:
    """Give when quiet hours end that somebody is in, by the clock at school."""
    clock, over_midnight = local.time(), quiet.begins > quiet.ends
    late, early = clock >= quiet.begins, clock < quiet.ends
    if not ((late or early) if over_midnight else (late and early)):
        return None
    day = local.date() + timedelta(days=1 if over_midnight and late else 0)
    return datetime.combine(day, quiet.ends, local.tzinfo)


def _wanted(choice: NoticeChoice) -> bool:
    """Whether anything at all is wanted of a group."""
    return choice.badge or choice.mail is not Mail.never
