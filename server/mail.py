"""The outbox of mails: written in the same transaction as the act, sent afterwards, and open to whom they are for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlmodel import Field, SQLModel, col, select

from server.addresses import as_address
from server.columns import identity, later, moment, now, to
from server.i18n import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.i18n import Words
    from server.people.models import Person

PAUSES = (60, 300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600)
"""Seconds from one try to the next; after the last a mail is given up."""


class MailState(StrEnum):
    """Whether a mail has left."""

    waiting = "waiting"
    sent = "sent"
    failed = "failed"
    dropped = "dropped"
    """It was not sent, because there was nothing left to tell."""


class Trouble(StrEnum):
    """Why a mail has not left."""

    address = "address"
    refused = "refused"
    unreachable = "unreachable"
    read = "read"
    """All that it tells of had been read before it left."""
    off = "off"
    """Such mails have been turned off before it left."""
    ended = "ended"
    """The right to what it tells of ended before it left, or the thing itself is gone."""


class Mail(SQLModel, table=True):
    """One mail to one person. Its text is dropped when it has left or is given up: it may hold a one-time link."""

    __table_args__ = (Index("mail_due", "next_try", postgresql_where=text("state = 'waiting'")),)
    id: UUID = identity()
    person_id: UUID = to("person")
    address: str
    kind: str
    language: str
    subject: str
    text: str
    calendar: str = ""
    """A calendar file that it brings: an invitation, or a cancellation."""
    plan_id: UUID | None = Field(default=None, sa_column_args=[ForeignKey("plan.id", ondelete="SET NULL")], index=True)
    """The plan that it is about: whoever may no longer see that is not mailed."""
    stops: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """What its one-click link turns off: the night's mail, or mails of one group of events; empty for what cannot be turned off."""
    state: MailState = MailState.waiting
    made: datetime = moment()
    next_try: datetime | None = later()
    sent: datetime | None = later()
    tries: int = 0
    error: str = ""


@dataclass(frozen=True)
class Letter:
    """What a mail says, in one language. Nothing of a plan stands in it: it may be read by whoever has the telephone."""

    kind: str
    subject: str
    paragraphs: tuple[str, ...]
    calendar: str = ""
    """An iCalendar object that goes with it."""


@dataclass(frozen=True)
class Sender:
    """Who mails are from."""

    name: str
    address: str


def host_of(settings: Settings) -> str:
    """Give the name by which the world knows us, for ids that are ours alone."""
    return urlsplit(settings.address).hostname or "localhost"


def sender_of(settings: Settings) -> Sender:
    """Give who mails are from."""
    name, address = parseaddr(settings.mail_from)
    return Sender(name or "Stegvis", address or f"stegvis@{host_of(settings)}")


async def put(
    session: AsyncSession, settings: Settings, person: Person, letter: Callable[[Words], Letter], address: str, *, in_all: bool = False
) -> Mail:
    """Put a mail to a person into the outbox; it leaves after the commit, and never without it."""
    mail = compose(settings, person, letter, address, in_all=in_all)
    session.add(mail)
    await session.flush()
    return mail


def compose(settings: Settings, person: Person, letter: Callable[[Words], Letter], address: str, *, in_all: bool = False) -> Mail:
    """Write a mail to a person, in the person's language.

    With `in_all` it is written in every language of ours, one below the other, to somebody whose own is not known yet.
    """
    known = person.language in LANGUAGES
    said = words(person.language if known else settings.language)
    written = letter(said) if known or not in_all else _in_all(letter, said)
    usable = as_address(address)
    return Mail(
        person_id=person.id,
        address=usable or address,
        kind=written.kind,
        language=said.language,
        subject=" ".join(written.subject.split()),
        text="\n\n".join(written.paragraphs) if usable else "",
        calendar=written.calendar if usable else "",
        next_try=now(),
        state=MailState.waiting if usable else MailState.failed,
        error="" if usable else Trouble.address,
    )


def say_again(mail: Mail, letter: Callable[[Words], Letter]) -> None:
    """Let a mail that has not left say something else, in the language that it is written in."""
    mail.text = "\n\n".join(letter(words(mail.language)).paragraphs)


def _in_all(letter: Callable[[Words], Letter], first: Words) -> Letter:
    """Write a letter in every language, the first one first; each of the others begins with its own name."""
    others = [words(one) for one in LANGUAGES if one != first.language]
    own, rest = letter(first), [(one, letter(one)) for one in others]
    paragraphs = [*own.paragraphs, *(line for one, other in rest for line in (f"— {one.own_name} —", *other.paragraphs))]
    return Letter(own.kind, " · ".join([own.subject, *(other.subject for _one, other in rest)]), tuple(paragraphs), own.calendar)


async def due(session: AsyncSession) -> Mail | None:
    """Take the mail that has waited longest and hold it until the commit; those that another process holds are passed over."""
    wanted = (
        select(Mail)
        .where(Mail.state == MailState.waiting, col(Mail.next_try) <= now())
        .order_by(col(Mail.next_try))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(wanted)).first()


def is_dropped(mail: Mail, why: Trouble) -> None:
    """Note that it is not sent, because there is nothing left to tell."""
    mail.state, mail.error = MailState.dropped, why
    mail.text = mail.calendar = ""


def has_left(mail: Mail) -> None:
    """Note that the next mail server has taken it."""
    mail.state, mail.sent, mail.tries, mail.error = MailState.sent, now(), mail.tries + 1, ""
    mail.text = mail.calendar = ""


def has_not_left(mail: Mail, trouble: Trouble, *, for_good: bool) -> None:
    """Note why it did not leave, and when to try again, if ever."""
    mail.error = trouble
    if for_good or mail.tries >= len(PAUSES):
        mail.state, mail.text, mail.calendar = MailState.failed, "", ""
    else:
        mail.next_try = now() + timedelta(seconds=PAUSES[mail.tries])
    mail.tries += 1


async def mails_to(session: AsyncSession, person: UUID, most: int = 50) -> list[Mail]:
    """Give the newest mails to a person, with what became of each."""
    return list(await session.exec(select(Mail).where(Mail.person_id == person).order_by(col(Mail.made).desc()).limit(most)))
