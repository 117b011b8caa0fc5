"""What happens to accounts: invitations, slips, passwords, addresses."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening


class PersonInvited(Happening):
    """Somebody was invited to choose a password of their own."""

    news = False
    person: UUID


class SlipPrinted(Happening):
    """A pupil's sign-in slip was printed; for one who had a password there is a reason."""

    news = False
    person: UUID
    pupil: UUID | None = None
    had_password: bool = False
    reason: str = ""


class InterventionsSeen(Happening):
    """Somebody said that they know of what the school did to their sign-in."""

    news = False
    person: UUID


class PasswordChanged(Happening):
    """Somebody chose a password, the first one or another."""

    news = False
    person: UUID
    first: bool


class AddressChanged(Happening):
    """Somebody confirmed a new mail address."""

    news = False
    person: UUID
