"""The ways out for mails: to a mail server, or where none is set into files of the data folder."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

from server.mail import Mail, Trouble

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

PATIENCE = 20.0
"""Seconds that a mail server may take for an answer."""
_FOR_GOOD = 500


class NotTakenError(Exception):
    """A mail was not taken; `for_good` if another try would not help, `unknown` if there is no such mailbox."""

    def __init__(self, trouble: Trouble, *, for_good: bool = False, unknown: bool = False) -> None:
        """Keep what is wrong."""
        super().__init__(trouble)
        self.trouble = trouble
        self.for_good = for_good
        self.unknown = unknown


class Way(Protocol):
    """A way for mails out of here."""

    async def carry(self, mail: Mail, message: EmailMessage) -> None:
        """Carry one mail.

        Raises:
            NotTakenError: it was not taken.
        """

    async def close(self) -> None:
        """Say good-bye."""


class Files:
    """Into a folder, a file each, for whoever runs the machine and for the demo's page."""

    def __init__(self, folder: Path) -> None:
        """Take the folder."""
        self.folder = folder

    async def carry(self, mail: Mail, message: EmailMessage) -> None:
        """Write one file that only we may read: it may hold a one-time link."""
        await asyncio.to_thread(self._write, self.folder / f"{mail.id}.eml", message.as_bytes())

    def _write(self, file: Path, message: bytes) -> None:
        """Write a file."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_bytes(message)

    async def close(self) -> None:
        """Nothing is open."""


class Server:
    """To a mail server, over one connection as long as there is something to send."""

    def __init__(self, address: str) -> None:
        """Take its address; nothing is opened yet. A password is never sent but through TLS."""
        parts = urlsplit(address)
        secret = unquote(parts.password) if parts.password else None
        self.smtp = aiosmtplib.SMTP(
            hostname=parts.hostname,
            port=parts.port,
            username=unquote(parts.username) if parts.username else None,
            password=secret,
            use_tls=parts.scheme == "smtps",
            start_tls=False if parts.scheme == "smtps" else True if parts.username else None,
            timeout=PATIENCE,
        )

    async def carry(self, mail: Mail, message: EmailMessage) -> None:
        """Give one mail to the server; an answer from 500 on means that it will never be taken."""
        try:
            if not self.smtp.is_connected:
                await self.smtp.connect()
            await self.smtp.send_message(message, recipients=[mail.address])
        except aiosmtplib.SMTPRecipientsRefused as error:
            for_good = all(one.code >= _FOR_GOOD for one in error.recipients)
            raise NotTakenError(Trouble.refused, for_good=for_good, unknown=for_good) from error
        except aiosmtplib.SMTPDataError as error:
            raise NotTakenError(Trouble.refused, for_good=error.code >= _FOR_GOOD) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotTakenError(Trouble.unreachable) from error

    async def close(self) -> None:
        """Say good-bye, if anybody listens."""
        with suppress(aiosmtplib.SMTPException, OSError):
            if self.smtp.is_connected:
                await self.smtp.quit()
