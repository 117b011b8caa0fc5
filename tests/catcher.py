"""A mail server that catches what is sent to it, and can refuse."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from aiosmtpd.smtp import SMTP, Envelope, Session


class Catcher:
    """What was sent, and what to answer instead of taking it."""

    def __init__(self) -> None:
        self.caught: list[tuple[list[str], EmailMessage]] = []
        self.refuses: dict[str, str] = {}
        """Answers to the recipients that are not taken."""
        self.url = ""

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Catch a mail."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.caught.append((list(envelope.rcpt_tos), message_from_bytes(content, policy=default)))
        return "250 OK"


@contextmanager
def catching() -> Iterator[Catcher]:
    """Run a mail server on a free port of this machine."""
    catcher = Catcher()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(catcher, hostname="127.0.0.1", port=port)
    controller.start()
    catcher.url = f"smtp://127.0.0.1:{port}"
    yield catcher
    controller.stop()
