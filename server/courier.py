"""Carries the outbox away, mail by mail."""

from __future__ import annotations

import asyncio
import logging
from email.errors import MessageError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from server.addresses import bury, revive
from server.i18n import words
from server.mail import Mail, Trouble, due, has_left, has_not_left, host_of, is_dropped, sender_of
from server.notices.actions.stopping import token_for
from server.notices.actions.withdrawing import nothing_to_tell
from server.pages.render import environment
from server.ways import Files, NotTakenError, Server, Way

if TYPE_CHECKING:
    from email.policy import Policy
    from pathlib import Path

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.db import Database

log = logging.getLogger("stegvis.mail")

LOOK = 2.0
"""Seconds between two looks into the outbox."""


class WholeHeader(UnstructuredHeader, BaseHeader):
    """A header on one line, however long: mail programs that look for an address in it do not put encoded words together again."""

    def fold(self, *, policy: Policy) -> str:
        """Write it as it is."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("List-Unsubscribe", WholeHeader)
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)


class Courier:
    """Looks into the outbox now and then; several processes share one outbox and never take the same mail."""

    def __init__(self, settings: Settings, database: Database) -> None:
        """Take where to look and where to send."""
        self.settings = settings
        self.database = database
        self.task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self.task = asyncio.get_running_loop().create_task(self._look(), name="courier")

    async def stop(self) -> None:
        """Stop looking; a mail that is being sent is sent again by the next who looks, under the same Message-ID."""
        if self.task:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    async def _look(self) -> None:
        """Look for ever; while the database is away it is simply tried again."""
        while True:
            try:
                await self.deliver()
            except Exception as error:  # noqa: BLE001  # a look that fails must not be the last
                log.warning("the outbox could not be read: %r", error)
            await asyncio.sleep(LOOK)

    async def deliver(self) -> None:
        """Send what is due, one after another; when the mail server is away, the rest waits for the next look."""
        way: Way = Server(self.settings.smtp_url) if self.settings.smtp_url else Files(outbox(self.settings))
        try:
            while await self._next(way):
                pass
        finally:
            await way.close()

    async def _next(self, way: Way) -> bool:
        """Send the next mail, and say whether to go on."""
        async with self.database.session() as session:
            mail = await due(session)
            if mail is None:
                return False
            if why := await nothing_to_tell(session, mail):
                is_dropped(mail, why)
            else:
                await self._carry(session, way, mail)
            await session.commit()
            return mail.error != Trouble.unreachable

    async def _carry(self, session: AsyncSession, way: Way, mail: Mail) -> None:
        """Send a mail, and note what becomes of it and of its address."""
        try:
            await way.carry(mail, message_of(mail, self.settings))
            has_left(mail)
            await revive(session, mail.address)
        except NotTakenError as error:
            log.warning("mail %s was not taken: %r", mail.id, error.__cause__)
            has_not_left(mail, error.trouble, for_good=error.for_good)
            if error.unknown:
                await bury(session, mail.address)
        except (MessageError, ValueError, LookupError) as error:  # one that cannot be written must not stand in the others' way
            log.error("mail %s could not be written: %r", mail.id, error)  # noqa: TRY400  # without what it says
            has_not_left(mail, Trouble.address, for_good=True)


def outbox(settings: Settings) -> Path:
    """Give the folder for mails where there is no mail server."""
    return settings.data / "mail"


def message_of(mail: Mail, settings: Settings) -> EmailMessage:
    """Write a mail as plain text and as simple HTML. The same row always gives the same Message-ID."""
    host, sender = host_of(settings), sender_of(settings)
    said = words(mail.language)
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(addr_spec=mail.address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.made)
    message["Message-ID"] = f"<{mail.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.stops:
        message["List-Unsubscribe"] = f"<{stop_address(mail, settings)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text + "\n")
    template = environment(said).get_template("accounts/letter.html")
    paragraphs = [paragraph.splitlines() for paragraph in mail.text.split("\n\n")]
    message.add_alternative(template.render(words=said, subject=mail.subject, paragraphs=paragraphs), subtype="html")
    if mail.calendar:
        _attach_calendar(message, mail.calendar)
    message["Content-Language"] = mail.language  # last: what is about the content moves into the first part
    return message


def stop_address(mail: Mail, settings: Settings) -> str:
    """Give where mails of this kind are turned off with one click, as RFC 8058 has it."""
    return f"{settings.address}/stop/{token_for(settings, mail.person_id, mail.stops)}"


def _attach_calendar(message: EmailMessage, calendar: str) -> None:
    """Add a calendar file; its kind of act stands in its type too, as RFC 6047 has it, so that mail programs offer to take it in."""
    method = "CANCEL" if "METHOD:CANCEL" in calendar else "REQUEST"
    message.add_attachment(calendar, subtype="calendar", filename="talk.ics", params={"method": method, "charset": "utf-8"})
