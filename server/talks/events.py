"""The events of talks, beside those of the plan; as in `events`. `household` says whose sitting it is: another home is not told of it."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening


class TalkBegun(Happening):
    """A talk began: whoever may attend can join."""

    notice = "talk_begun"
    judged = True
    talk: UUID
    household: UUID | None = None


class TalkEntered(Happening):
    """Somebody came into the session of a talk, and has its rights from now on."""

    judged = True
    talk: UUID
    person: UUID
    household: UUID | None = None


class TalkLeft(Happening):
    """Somebody left the session of a talk, and its rights with it."""

    judged = True
    talk: UUID
    person: UUID
    household: UUID | None = None


class TalkPointed(Happening):
    """The talk came to another point of its agenda."""

    talk: UUID
    household: UUID | None = None


class TalkLed(Happening):
    """The lead was handed on."""

    talk: UUID
    person: UUID
    household: UUID | None = None


class TalkArranged(Happening):
    """The agenda, or the telephone and the meeting outside, were changed."""

    talk: UUID
    household: UUID | None = None


class TalkEnded(Happening):
    """A talk ended, and with it the rights of its session, and its guests."""

    judged = True
    talk: UUID
    household: UUID | None = None


class GuestInvited(Happening):
    """Somebody was invited to one talk."""

    talk: UUID
    invited: UUID
    person: UUID | None = None
    household: UUID | None = None


class GuestCame(Happening):
    """A guest opened the link, and waits to be let in."""

    talk: UUID
    invited: UUID
    person: UUID | None = None
    household: UUID | None = None


class GuestAdmitted(Happening):
    """A guest was let in."""

    judged = True
    talk: UUID
    invited: UUID
    person: UUID | None = None
    household: UUID | None = None


class GuestRefused(Happening):
    """A guest was not let in, or an invitation was taken back."""

    judged = True
    talk: UUID
    invited: UUID
    person: UUID | None = None
    household: UUID | None = None


class GuestLet(Happening):
    """A guest may write in the joint texts from now on, or no longer."""

    judged = True
    talk: UUID
    invited: UUID
    person: UUID | None = None
    household: UUID | None = None
    on: bool


class GuestRemoved(Happening):
    """Somebody invited was taken out of the talk."""

    judged = True
    talk: UUID
    invited: UUID
    person: UUID | None = None
    household: UUID | None = None
