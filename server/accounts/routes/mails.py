"""What became of the mails to me; and the demo's mailbox, for whoever tries the product out."""

from __future__ import annotations

import asyncio
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

from sqlmodel import col, select

from server.accounts.models import Account
from server.addresses import revive
from server.columns import now
from server.courier import outbox
from server.errors import UnknownError, _
from server.mail import Mail, MailState, Trouble
from server.notices.actions.delivery import delivery_to
from server.notices.models import PushState
from server.people.models import Person
from server.web import begin, go, page, show

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from sqlmodel.ext.asyncio.session import AsyncSession
    from starlette.requests import Request
    from starlette.responses import Response

MOST = 100
STATE = {
    MailState.waiting: _("Waiting to be sent"),
    MailState.sent: _("Sent"),
    MailState.failed: _("Could not be delivered"),
    MailState.dropped: _("Not sent"),
}
TROUBLE = {
    Trouble.address: _("There is no such address. Ask the school to correct it."),
    Trouble.refused: _("Your mail server did not take it. Is the address right, and the mailbox not full?"),
    Trouble.unreachable: _("The mail server could not be reached. It is tried again for some days."),
    Trouble.read: _("You had read everything before it was sent."),
    Trouble.off: _("You had turned such mails off."),
    Trouble.ended: _("What it was to tell of is there no more, or your access to it has ended."),
}
PUSH_STATE = {
    PushState.waiting: _("Waiting to be sent"),
    PushState.sent: _("Sent"),
    PushState.failed: _("Could not be delivered"),
    PushState.dropped: _("Not sent. You had read it, or your access to it has ended."),
}


async def show_my_mails(request: Request) -> Response:
    """Show which mails were sent to me, and what became of each."""
    async with begin(request) as work:
        to_me = await delivery_to(work.session, work.actor.person)
        return await show(
            work,
            request,
            "accounts/mails.html",
            to_me=to_me,
            at=now(),
            states=STATE,
            troubles=TROUBLE,
            push_states=PUSH_STATE,
        )


async def try_again(request: Request) -> Response:
    """Take my address for a good one again, although the mail server has refused it."""
    async with begin(request) as work:
        await revive(work.session, (await delivery_to(work.session, work.actor.person)).address)
    return go("/settings/mail")


async def show_mailbox(request: Request) -> Response:
    """Show the newest mails of the demo's people, to everybody: in the demo all passwords are known too.

    Raises:
        UnknownError: mails go to a mail server, or there is no demo here.
    """
    settings = request.app.state.settings
    if settings.smtp_url:
        raise UnknownError
    async with request.app.state.database.session() as session:
        mails = await _of_the_demo(session)
    if mails is None:
        raise UnknownError
    letters = [await asyncio.to_thread(_read, outbox(settings) / f"{one.id}.eml") for one in mails]
    return page(request, "accounts/mailbox.html", letters=[one for one in letters if one])


async def _of_the_demo(session: AsyncSession) -> list[Mail] | None:
    """Give the mails to people of the organisations that have demo accounts, or nothing if there is none such."""
    rows = await session.exec(
        select(Person.organisation_id).join(Account, col(Account.person_id) == Person.id).where(Account.demo).distinct()
    )
    demo = list(rows)
    if not demo:
        return None
    mails = select(Mail).join(Person, col(Person.id) == Mail.person_id).where(col(Person.organisation_id).in_(demo))
    return list(await session.exec(mails.order_by(col(Mail.made).desc()).limit(MOST)))


def _read(file: Path) -> dict[str, str] | None:
    """Read a mail that was written into a file; one that has not left yet is not there."""
    if not file.exists():
        return None
    message: EmailMessage = message_from_bytes(file.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    return {
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "language": str(message["Content-Language"]),
        "text": "\n".join(str(body.get_content()).split("\r\n")).strip() if body else "",
    }
