"""Changing the mail address: nothing changes before the new one is confirmed, and the old one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.accounts.actions import letters
from server.accounts.actions.passwords import proven, reach
from server.accounts.actions.signing import TooManyAttemptsError
from server.accounts.actions.tickets import give, given_lately, void
from server.accounts.events import AddressChanged
from server.accounts.models import TicketKind
from server.accounts.policy import MOST_MAILS
from server.addresses import as_address
from server.columns import now
from server.errors import WrongFormError, _
from server.mail import put

if TYPE_CHECKING:
    from server.accounts.models import Account, Ticket
    from server.config import Settings
    from server.work import Work


async def ask_to_confirm(work: Work, settings: Settings, wanted: str, password: str) -> str:
    """Mail a link to an address that the actor wants to be reached at, and give the address as it was understood.

    Raises:
        WrongFormError: it is no address.
        WrongPasswordError: the password is another.
        TooManyAttemptsError: too many passwords were tried, or too many mails asked for: nobody's mailbox is to be filled from here.
    """
    await proven(work, password)
    if await given_lately(work.session, TicketKind.address, work.actor.id) >= MOST_MAILS:
        raise TooManyAttemptsError
    address = as_address(wanted)
    if not address:
        raise WrongFormError({"email": _("This is not a mail address.")})
    await void(work.session, work.actor.id, TicketKind.address)
    ticket, token = await give(work.session, TicketKind.address, work.actor.id, email=address)
    mail = await put(work.session, settings, work.actor.person, letters.confirm_address(settings.address, token), address)
    ticket.mail_id = mail.id
    return address


async def confirm(work: Work, settings: Settings, ticket: Ticket, account: Account) -> None:
    """Take the new address, and tell the old one."""
    old = reach(work.actor.person, account)
    ticket.used, account.email = now(), ticket.email
    work.tell(AddressChanged(person=work.actor.id))
    if old and old != ticket.email:
        await put(work.session, settings, work.actor.person, letters.address_changed(settings.address), old)
