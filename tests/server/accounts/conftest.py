"""Accounts of the cast, and the mails that are written to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from argon2 import PasswordHasher

from server.accounts.actions import hash_password, signing
from server.accounts.models import Account

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from server.people.models import Person
    from tests.server.world import World

PASSWORD = "correct horse"
NEW = "battery staple"
MAIL = "anna@hem.example"


@pytest.fixture(scope="package", autouse=True)
def light() -> Iterator[PasswordHasher]:
    """Let Argon2 be light here: how heavy it is, is not what these tests try, and they hash a hundred times."""
    with pytest.MonkeyPatch.context() as patch:
        hasher = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
        patch.setattr(signing, "_HASHER", hasher)
        patch.setattr(signing, "_NOBODY", hasher.hash("nobody's"))
        yield hasher


@cache
def kept() -> str:
    """Hash the password once: it is slow by intent."""
    return hash_password(PASSWORD)


@dataclass
class Accounts:
    """The world, with ways to sign in and to read mail."""

    world: World

    async def account(self, person: Person, email: str = "", *, password: bool = True) -> str:
        """Give somebody an account and an address; give the user name."""
        await self.world.add(Account(person_id=person.id, user_name=f"{person.source_id}.x", password_hash=kept() if password else ""))
        await self.email(person, email)
        return f"{person.source_id}.x"

    async def email(self, person: Person, email: str) -> None:
        """Give somebody an address in the roster."""
        await self.world.rows("UPDATE person SET email = $2 WHERE id = $1", person.id, email)

    async def mails(self, kind: str = "") -> list[Any]:
        """Give the mails that wait to be sent, oldest first."""
        return [one for one in await self.world.rows("SELECT * FROM mail ORDER BY made, id") if kind in {"", one["kind"]}]

    async def link(self, kind: str) -> str:
        """Give the way that the last mail of a kind links to."""
        found = re.search(r"http://localhost:8000(/link/\S+)", (await self.mails(kind))[-1]["text"])
        assert found
        return found[1]

    async def sign_in(self, user_name: str, password: str) -> httpx.Response:
        """Try to sign in on a new device."""
        browser = await self.world.visits.as_(None)
        return await browser.post("/sign-in", data={"user_name": user_name, "password": password})

    async def visit(self, method: str, address: str, **fields: str) -> httpx.Response:
        """Do something on a new device, as nobody yet."""
        browser = await self.world.visits.as_(None)
        return await browser.request(method, address, data=fields or None)


@pytest_asyncio.fixture(loop_scope="session")
async def accounts(world: World) -> Accounts:
    """Give the world with accounts and mails."""
    return Accounts(world)


@pytest.fixture
def anna(world: World) -> Person:
    """Give Anna, Elsa's guardian."""
    return world.cast.anna
