"""What those who shall hear of something want of it: the number on the badge, a mail, a push."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.notices.models import Mail, MailStop, NoticeChoice, PushDevice
from server.notices.policy import AT_ONCE, BADGE_ONLY, GROUP_OF, NIGHT, NO_BADGE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.people.policy import Standing

    Hearers = dict[UUID, Standing]
    """Who shall hear of something, each with what they are to the pupil."""


@dataclass(frozen=True)
class Wish:
    """How somebody wants to hear of one thing."""

    badge: bool
    mail: Mail
    push: bool

    @property
    def is_any(self) -> bool:
        """Whether anything at all is wanted."""
        return self.badge or self.push or self.mail is not Mail.never


def as_we_would(group: str) -> Mail:
    """Give when a group of events is mailed where nobody has chosen."""
    return Mail.at_once if group in AT_ONCE else Mail.nightly


async def wishes(session: AsyncSession, kind: str, about: Sequence[tuple[UUID, Hearers]]) -> list[dict[UUID, Wish]]:
    """Give how those who shall hear of each pupil want to hear of a kind of event; who wants nothing is left out."""
    group, people = GROUP_OF[kind], {one for _, hearers in about for one in hearers}
    stopped, devices = await stops_of(session, people), await _with_devices(session, people)
    found = []
    for choices in await _chosen(session, group, about):
        each = {key: _wish(kind, one, stopped.get(key, frozenset()), device=key in devices) for key, one in choices.items()}
        found.append({key: one for key, one in each.items() if one.is_any})
    return found


def _wish(kind: str, choice: NoticeChoice | None, stopped: Collection[str], *, device: bool) -> Wish:
    """Put together what somebody has chosen of a group, what they have turned off, and how a kind is told at all."""
    mail = mail_wanted(GROUP_OF[kind], choice, stopped)
    if kind in BADGE_ONLY | NO_BADGE:  # what has no badge is mailed by a letter of its own, and its notice is for the push alone
        mail = Mail.never
    badge = (choice is None or choice.badge) and kind not in NO_BADGE
    return Wish(badge, mail, push=device and kind not in BADGE_ONLY and (choice is None or choice.push))


def mail_wanted(group: str, choice: NoticeChoice | None, stopped: Collection[str]) -> Mail:
    """Say when somebody wants mails of a group, if ever."""
    mail = as_we_would(group) if choice is None else choice.mail
    return Mail.never if (NIGHT if mail is Mail.nightly else group) in stopped else mail


async def mailed_at_once(session: AsyncSession, group: str, pupil: UUID, hearers: Hearers) -> set[UUID]:
    """Give those of whom shall hear of a pupil who want a mail of it at once: of some groups whoever has not chosen otherwise."""
    (choices,) = await _chosen(session, group, [(pupil, hearers)])
    stopped = await stops_of(session, choices)
    return {key for key, one in choices.items() if mail_wanted(group, one, stopped.get(key, ())) is Mail.at_once}


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


async def stops_of(session: AsyncSession, people: Collection[UUID]) -> dict[UUID, set[str]]:
    """Give what each of some people has turned off by the link in a mail."""
    found: dict[UUID, set[str]] = {}
    for one in await session.exec(select(MailStop).where(col(MailStop.person_id).in_(people))):
        found.setdefault(one.person_id, set()).add(one.what)
    return found


async def _with_devices(session: AsyncSession, people: Collection[UUID]) -> set[UUID]:
    """Give those who have switched pushes on somewhere."""
    wanted = select(PushDevice.person_id).where(col(PushDevice.person_id).in_(people), col(PushDevice.gone).is_(None))
    return set(await session.exec(wanted.distinct()))
