"""The outbox of mails: written in the same transaction as the act, sent afterwards, and open to whom they are for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email
from sqlalchemy import Index, text
from sqlmodel import SQLModel, col, select

from server.columns import identity, later, moment, now, to
from server.i18n import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.i18n import Words
    from server.people.models import Person

SPECIAL_USE_DOMAIN_NAMES.clear()  # whom mail reaches is for the mail server to say; the demo's people live at `.invalid` on purpose
PAUSES = (60, 300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600)
"""Seconds from one try to the next; after the last a mail is given up."""


class MailState(StrEnum):
    """Whether a mail has left."""

    waiting = "waiting"
    sent = "sent"
    failed = "failed"


class Trouble(StrEnum):
    """Why a mail has not left."""

    address = "address"
    refused = "refused"
    unreachable = "unreachable"


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


def as_address(written: str) -> str:
    """Give a mail address in its one spelling, or nothing if it is none."""
    try:
        found = validate_email(written.strip(), check_deliverability=False, globally_deliverable=False, allow_smtputf8=False)
    except EmailNotValidError:
        return ""
    return (found.ascii_email or found.normalized).lower()


async def put(
    session: AsyncSession, settings: Settings, person: Person, letter: Callable[[Words], Letter], address: str, *, in_all: bool = False
) -> Mail:
    """Put a mail to a person into the outbox, in the person's language; it leaves after the commit, and never without it.

    With `in_all` it is written in every language of ours, one below the other, to somebody whose own is not known yet.
    """
    known = person.language in LANGUAGES
    said = words(person.language if known else settings.language)
    written = letter(said) if known or not in_all else _in_all(letter, said)
    usable = as_address(address)
    mail = Mail(
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
    session.add(mail)
    await session.flush()
    return mail


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
