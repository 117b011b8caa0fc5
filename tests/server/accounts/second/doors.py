"""Ways in: a password, an app for codes, a paper with codes, a device with passkeys."""

from __future__ import annotations

import hashlib
import json
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

from server.accounts.actions import hash_password
from server.accounts.models import Account
from server.columns import now

if TYPE_CHECKING:
    import httpx

    from server.people.models import Person
    from tests.server.world import World

PASSWORD = "correct horse"
OWN = "/settings/second-factor"
STEP = "/sign-in/second-step"


@cache
def kept() -> str:
    """Hash the password once: it is slow by intent."""
    return hash_password(PASSWORD)


async def account(world: World, person: Person) -> None:
    """Let somebody sign in by a password."""
    await world.add(Account(person_id=person.id, user_name=person.source_id, password_hash=kept()))


async def first_step(world: World, person: Person, then: str = "/") -> tuple[httpx.AsyncClient, httpx.Response]:
    """Give the right password in a new browser."""
    browser = await world.visits.as_(None)
    answer = await browser.post("/sign-in", data={"user_name": person.source_id, "password": PASSWORD, "then": then})
    return browser, answer


async def is_in(browser: httpx.AsyncClient) -> bool:
    """Whether a browser is signed in."""
    return (await browser.get("/")).status_code == 200


def code(secret: str, steps: int = 0) -> str:
    """Give the code that an app shows, or showed some steps ago."""
    return pyotp.TOTP(secret).at(int(now().timestamp()) + 30 * steps)


async def shown_secret(browser: httpx.AsyncClient) -> str:
    """Read the secret from the page that shows it."""
    found = re.search(r'class="secret"[^>]*><code>([A-Z2-7 ]+)</code>', (await browser.get(f"{OWN}/app")).text)
    assert found
    return found[1].replace(" ", "")


def paper(page: str) -> list[str]:
    """Read the recovery codes from the page that shows them."""
    return re.findall(r"<li><code>([a-z2-9-]+)</code></li>", page)


async def set_up_app(browser: httpx.AsyncClient) -> tuple[str, list[str]]:
    """Set an app up; give its secret and the recovery codes. Its first code is of the step before: the present one is still good."""
    assert (await browser.post(f"{OWN}/app")).status_code == 303
    secret = await shown_secret(browser)
    answer = await browser.post(f"{OWN}/app/confirm", data={"code": code(secret, -1)})
    assert answer.status_code in {200, 303}, answer.text
    return secret, paper(answer.text)


class Device:
    """A device that holds one passkey, as the standard has it: ES256, without attestation."""

    def __init__(self, origin: str = "http://stegvis.test", *, verifies: bool = True, counts: bool = True) -> None:
        self.origin = origin
        self.host = origin.split("://")[1]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.count = 0
        self.counts = counts
        self.verifies = verifies
        self.handle = b""

    def _said(self, kind: str, options: dict[str, Any]) -> bytes:
        """Write down what was asked, and by whom."""
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}).encode()

    def _state(self, *, fresh: bool) -> bytes:
        """Write down the site, who is there, and how often the key was used."""
        self.count += self.counts
        flags = 0x01 | (0x04 if self.verifies else 0) | (0x40 if fresh else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def create(self, options: dict[str, Any]) -> str:
        """Make the passkey."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        state = self._state(fresh=True) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        made = encode_cbor({"fmt": "none", "attStmt": {}, "authData": state})
        return self._answer(clientDataJSON=self._said("webauthn.create", options), attestationObject=made)

    def get(self, options: dict[str, Any]) -> str:
        """Sign with the passkey."""
        said, state = self._said("webauthn.get", options), self._state(fresh=False)
        signature = self.key.sign(state + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=state, signature=signature, userHandle=self.handle)

    def _answer(self, **response: bytes) -> str:
        """Give the answer as a browser sends it."""
        parts = {name: bytes_to_base64url(value) for name, value in response.items()}
        key = bytes_to_base64url(self.id)
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": parts, "clientExtensionResults": {}})


async def add_passkey(browser: httpx.AsyncClient, device: Device, name: str = "Telephone") -> httpx.Response:
    """Add a device's passkey to one's own."""
    options = (await browser.post(f"{OWN}/passkeys/challenge")).json()
    return await browser.post(f"{OWN}/passkeys", data={"credential": device.create(options), "name": name})
