"""Printed sign-in slips: a short code a child can type, for a first password of one's own."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, TypedDict

from sqlmodel import col, select

from server.accounts.actions import letters
from server.accounts.actions.passwords import reach
from server.accounts.actions.signing import ONE_AT_A_TIME, attempts, hash_password, matches, note
from server.accounts.actions.tickets import Found, void
from server.accounts.actions.usernames import READABLE, account_of
from server.accounts.events import SlipPrinted
from server.accounts.models import Account, Ticket, TicketKind
from server.accounts.policy import LASTS, is_open
from server.columns import now
from server.errors import SignInError
from server.mail import put
from server.pages.render import HERE
from server.people.models import Person
from server.press import press

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel.ext.asyncio.session import AsyncSession

    from server.config import Settings
    from server.i18n import Words
    from server.schools.models import Class
    from server.work import Work

FIRST = "first"
_GROUPS, _LETTERS = 3, 3
_TEMPLATE = HERE / "accounts" / "slips.typ"


class Slip(TypedDict):
    """What stands on one slip."""

    name: str
    user_name: str
    code: str


def new_code() -> str:
    """Give a code: nine signs in three groups, 43 bits, tried out by nobody within its days."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(_LETTERS)) for _ in range(_GROUPS))


def _typed(code: str) -> str:
    """Give a code as it is kept, however a child has typed it."""
    return "".join(sign for sign in code.lower() if sign.isalnum())


async def without_password(session: AsyncSession, pupils: Iterable[Person]) -> list[Person]:
    """Give those who have no password of their own yet."""
    pupils = list(pupils)
    wanted = select(Account.person_id).where(col(Account.person_id).in_([one.id for one in pupils]), Account.password_hash != "")
    have_one = set(await session.exec(wanted))
    return [one for one in pupils if one.id not in have_one]


async def make_slips(work: Work, settings: Settings, pupils: Iterable[Person], reason: str = "") -> list[Slip]:
    """Give each pupil a new code; older ones become void. Whoever has a password is told, and why."""
    given = [(pupil, new_code()) for pupil in pupils]
    kept = await asyncio.gather(*(_kept(code) for _pupil, code in given))
    made = []
    for (pupil, code), secret in zip(given, kept, strict=True):
        account = await account_of(work.session, pupil, pupil=True)
        await _keep(work, pupil, secret)
        await _tell(work, settings, account, pupil, reason)
        made.append(Slip(name=pupil.name, user_name=account.user_name, code=code))
    return made


async def _kept(code: str) -> str:
    """Give what is kept of a code: Argon2, since it is short."""
    async with ONE_AT_A_TIME:
        return await asyncio.to_thread(hash_password, _typed(code))


async def _keep(work: Work, pupil: Person, secret: str) -> None:
    """Keep one pupil's new code."""
    await void(work.session, pupil.id, TicketKind.slip)
    expires = now() + LASTS[TicketKind.slip]
    work.session.add(Ticket(kind=TicketKind.slip, person_id=pupil.id, secret=secret, by_id=work.actor.id, expires=expires))


async def _tell(work: Work, settings: Settings, account: Account, pupil: Person, reason: str) -> None:
    """Say that a slip was printed; where there was a password, to its owner too: somebody else may now choose another."""
    had_password = bool(account.password_hash)
    work.tell(SlipPrinted(person=pupil.id, pupil=pupil.id, had_password=had_password, reason=reason if had_password else ""))
    if had_password and (address := reach(pupil, account)):
        await put(work.session, settings, pupil, letters.slip_printed(settings.address), address)


async def printed(slips: list[Slip], klass: Class, settings: Settings, words: Words) -> bytes:
    """Print slips as a tagged PDF. What people are called goes in as data, so that no name is taken for markup."""
    said = {
        "title": words.say("Sign-in slips for {name}", name=klass.name),
        "user_name": words.say("User name"),
        "code": words.say("Code"),
        "where": words.say("Go to"),
        "how": words.say("Type your user name and the code, and choose a password of your own. Keep the slip to yourself."),
        "until": words.say("The code can be used once, until {day}.", day=words.day(now() + LASTS[TicketKind.slip])),
    }
    given = {"words": said, "slips": slips, "address": f"{settings.address}/first", "language": words.language}
    return await press(_TEMPLATE, given, now())


async def held_by_code(session: AsyncSession, user_name: str, code: str, address: str) -> Found:
    """Give the slip that a user name and a code open, held until the commit.

    Raises:
        SignInError: none; which of the two is wrong cannot be told.
        TooManyAttemptsError: too many failures for that account or address of late.
    """
    name = user_name.strip().lower()
    await attempts(session, FIRST, name, address)
    rows = await session.exec(
        select(Ticket, Account, Person)
        .join(Account, col(Account.person_id) == Ticket.person_id)
        .join(Person, col(Person.id) == Ticket.person_id)
        .where(Account.user_name == name, Ticket.kind == TicketKind.slip, col(Ticket.void).is_(None), col(Ticket.used).is_(None))
        .order_by(col(Ticket.made).desc())
        .limit(1)
        .with_for_update(of=Ticket)
    )
    found = rows.first()
    live = found is not None and is_open(found[0], now())
    async with ONE_AT_A_TIME:
        right = await asyncio.to_thread(matches, found[0].secret if found and live else "", _typed(code))
    if found is None or not right:
        await note(session, FIRST, name, address)
        await session.commit()
        raise SignInError
    return found[0], found[1], found[2]
