"""Passwords, sessions and one-time ways in: what is enough, how long it lasts, who may give them out."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from server.accounts.models import TicketKind
from server.people.models import RelationKind
from server.people.policy import Role, may_see_listed, runs_school, standing

if TYPE_CHECKING:
    from datetime import datetime

    from server.accounts.models import Session, Ticket
    from server.people.models import Person
    from server.people.policy import Actor, Concerned
    from server.schools.models import Class, School

WINDOW = timedelta(minutes=15)
MOST_BY_NAME = 10
MOST_BY_ADDRESS = 100
MOST_MAILS = 3
"""Links of one kind that one person can ask for within `MAIL_WINDOW`."""
MAIL_WINDOW = timedelta(hours=1)
LASTS = {
    TicketKind.invitation: timedelta(days=14),
    TicketKind.forgotten: timedelta(hours=2),
    TicketKind.address: timedelta(hours=24),
    TicketKind.slip: timedelta(days=14),
}
"""How long a one-time way in can be used."""
SHORTEST = 10
_FEWEST_LETTERS = 4
_FEWEST_OF_NAME = 4
_COMMON = frozenset({
    "1234567890", "12345678910", "123456789a", "1q2w3e4r5t", "qwertyuiop", "qwerty12345", "qwerty123456", "q1w2e3r4t5", "asdfghjkl1",
    "asdfghjklö", "zxcvbnm123", "password12", "password123", "password1234", "password2025", "password2026", "passw0rd123", "lösenord12",
    "lösenord123", "lösenord1234", "losenord12", "losenord123", "sommar2025", "sommar2026", "sommaren2025", "sommaren2026", "vinter2025",
    "vinter2026", "vintern2026", "välkommen1", "välkommen123", "valkommen1", "valkommen123", "welcome123", "welcome1234", "abcdefghij",
    "abcdefghijk", "abc1234567", "abcd123456", "abcde12345", "iloveyou12", "iloveyou123", "jagälskardig", "hejhejhej1", "hejhejhej123",
    "fotboll123", "football12", "football123", "superman12", "superman123", "sverige123", "stockholm1", "stockholm123", "göteborg12",
    "göteborg123", "letmein1234", "changeme123", "admin12345", "administrator", "skolan1234", "skolan12345", "stegvis123", "stegvis1234"
})  # fmt: skip
"""Those that are tried first, as far as they are long enough at all."""


class Weak(StrEnum):
    """Why a password is not enough."""

    short = "short"
    common = "common"
    name = "name"


def normal(password: str) -> str:
    """Give a password in one spelling, however a device composes its letters."""
    return unicodedata.normalize("NFC", password)


def weak(password: str, user_name: str) -> Weak | None:
    """Say why a password is not enough: length counts, and that nobody guesses it first; which signs it has does not."""
    plain = normal(password).casefold()
    if len(plain) < SHORTEST:
        return Weak.short
    if _says(plain, normal(user_name).casefold().partition("@")[0]):
        return Weak.name
    if plain in _COMMON or len(set(plain)) < _FEWEST_LETTERS or plain in "01234567890123456789 abcdefghijklmnopqrstuvwxyz":
        return Weak.common
    return None


def _says(password: str, name: str) -> bool:
    """Whether a name stands in a password as a word of its own; a short one says nothing of whose it is."""
    letter = r"[^\W\d_]"
    return len(name) >= _FEWEST_OF_NAME and re.search(f"(?<!{letter}){re.escape(name)}(?!{letter})", password) is not None


def is_live(session: Session, at: datetime) -> bool:
    """A session lives until it is ended or runs out."""
    return session.ended is None and session.expires > at


def is_open(ticket: Ticket, at: datetime) -> bool:
    """A one-time way in can be used once, until it runs out or a newer one takes its place."""
    return ticket.used is None and ticket.void is None and ticket.expires > at


def may_try(by_name: int, by_address: int) -> bool:
    """After so many failures within the window, sign-in waits: by account to stop guessing, by address to stop sweeping.

    The window moves, so nobody is locked out for good; and a new password by a one-time link strikes what was counted by account.
    """
    return by_name < MOST_BY_NAME and by_address < MOST_BY_ADDRESS


def may_see_session(actor: Actor, session: Session) -> bool:
    """Sessions are their owner's alone."""
    return session.person_id == actor.id


def may_see_accounts(actor: Actor, school: School) -> bool:
    """Those who run a school see who can sign in."""
    return runs_school(actor, school)


def may_invite(actor: Actor, school: School) -> bool:
    """Administrators run the roster: they invite."""
    return any(
        tie.kind is RelationKind.admin_of
        and (tie.school_id == school.id or (tie.school_id is None and tie.organisation_id == school.organisation_id))
        for tie in actor.ties
    )


def may_invite_home(actor: Actor, pupil: Concerned) -> bool:
    """The home of a protected pupil is invited by the mentor too, if granted: perhaps nobody who administers may know of the pupil."""
    return pupil.pupil_id in actor.granted and standing(actor, pupil).is_any(Role.mentor)


def may_print_slip(actor: Actor, pupil: Person, klass: Class, school: School) -> bool:
    """The pupil's mentor and the school's administrators hand out slips; for a protected pupil only whoever is granted by name."""
    mentors = any(tie.kind is RelationKind.mentor_of and tie.pupil_id == pupil.id and tie.class_id == klass.id for tie in actor.ties)
    return (mentors or may_invite(actor, school)) and may_see_listed(actor, pupil)


def may_print_slips(actor: Actor, klass: Class, school: School) -> bool:
    """Whether there may be anybody in a class for whom one hands out slips."""
    mentors = any(tie.kind is RelationKind.mentor_of and tie.class_id == klass.id for tie in actor.ties)
    return mentors or may_invite(actor, school)
