"""User names: what somebody can remember and type on any keyboard, and nobody else has."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from server.accounts.models import Account
from server.addresses import as_address
from server.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel.ext.asyncio.session import AsyncSession

READABLE = "bcdfghjkmnpqrstvwxyz23456789"
"""What is not taken for something else, and makes no words."""
_SPECIAL = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_MOST = 24


def plain(name: str) -> str:
    """Write a name with the letters a to z; what has none there becomes nothing."""
    taken_apart = unicodedata.normalize("NFKD", name.lower().translate(_SPECIAL))
    return re.sub(r"[^a-z0-9]+", "", taken_apart.encode("ascii", "ignore").decode())


def candidates(person: Person, *, pupil: bool) -> Iterator[str]:
    """Give user names that suit somebody, the best first, without end. With a protected identity none says who it is."""
    if person.protected:
        while True:
            yield "".join(secrets.choice(READABLE) for _ in range(10))
    if not pupil and (address := as_address(person.email)):
        yield address
    base = ".".join(part for name in (person.given_name, person.family_name) if (part := plain(name.split(" ")[0])[:_MOST])) or "person"
    while True:
        for digits in (2, 2, 3, 3, 4, 6):
            yield f"{base}{secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1)}"


async def called(session: AsyncSession, typed: str) -> tuple[Account, Person] | None:
    """Give the account that somebody means who wants to sign in: by its user name, or by a confirmed address that no other has.

    The account of somebody who turned out to be somebody else is closed: theirs is the kept person's.
    """
    open_ = select(Account, Person).join(Person, col(Person.id) == Account.person_id).where(col(Person.merged_into).is_(None))
    name = typed.strip().lower()
    named = (await session.exec(open_.where(Account.user_name == name))).all()
    reached = (await session.exec(open_.where(Account.email == address).limit(2))).all() if (address := as_address(name)) else []
    found = named or reached  # both are always asked for, so that no time tells which there are
    return (found[0][0], found[0][1]) if len(found) == 1 else None


async def opens_by_address(session: AsyncSession, account: Account) -> bool:
    """Whether an account can be signed in with by its confirmed address, beside its user name."""
    found = await called(session, account.email) if account.email else None
    return found is not None and found[0].id == account.id


async def account_of(session: AsyncSession, person: Person, *, pupil: bool) -> Account:
    """Give a person's account, made without a password if there is none yet; two who make it at once make one."""
    for user_name in candidates(person, pupil=pupil):
        there = (await session.exec(select(Account).where(Account.person_id == person.id))).one_or_none()
        if there is not None:
            return there
        row = Account(person_id=person.id, user_name=user_name, password_hash="").model_dump()  # none yet
        await session.exec(insert(Account).values(row).on_conflict_do_nothing())
        made = await session.exec(select(Account).where(Account.person_id == person.id, col(Account.user_name) == user_name))
        if (account := made.one_or_none()) is not None:
            return account
    raise AssertionError  # the candidates have no end
