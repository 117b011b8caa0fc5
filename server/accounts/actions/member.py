"""Somebody of a school on the way to signing in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from server.accounts.actions.passwords import reach
from server.accounts.models import Group, TicketKind
from server.addresses import as_address
from server.mail import MailState

if TYPE_CHECKING:
    from uuid import UUID

    from server.accounts.models import Account, Ticket
    from server.mail import Mail
    from server.people.models import Person


class Access(StrEnum):
    """How far somebody has come on the way to signing in."""

    can_sign_in = "can_sign_in"
    invited = "invited"
    stuck = "stuck"
    not_reached = "not_reached"
    has_slip = "has_slip"
    not_invited = "not_invited"
    no_address = "no_address"


@dataclass
class Member:
    """Somebody of a school."""

    person: Person
    group: Group
    classes: set[UUID] = field(default_factory=set)
    account: Account | None = None
    ticket: Ticket | None = None
    """The newest invitation or slip that can still be used."""
    mail: Mail | None = None

    @property
    def address(self) -> str:
        """Where mails to this person go, if that is an address at all."""
        return as_address(reach(self.person, self.account))

    @property
    def access(self) -> Access:
        """How far this person has come."""
        if self.account and self.account.password_hash:
            return Access.can_sign_in
        if self.mail and self.mail.state is MailState.failed:
            return Access.not_reached
        if self.mail and self.mail.state is MailState.waiting and self.mail.error:
            return Access.stuck
        if self.ticket:
            return Access.has_slip if self.ticket.kind is TicketKind.slip else Access.invited
        return Access.not_invited if self.address else Access.no_address

    @property
    def waits(self) -> bool:
        """Whether this person is still to be invited, and can be."""
        return self.access is Access.not_invited
