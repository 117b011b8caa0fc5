"""Pushing to a browser: our key (RFC 8292), what is encrypted for one browser (RFC 8291), and where it may be sent at all."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import cache
from time import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey
from webpush import WebPush, WebPushSubscription

from server.accounts.second.vault import vault_of
from server.mail import sender_of

if TYPE_CHECKING:
    from server.config import Settings

PATIENCE = 10.0
"""Seconds that a push service may take."""
LASTS = 12 * 3600
"""Seconds that our word to a push service holds; 24 hours are the most."""
KEPT = 24 * 3600
"""Seconds that a push service keeps a push for a device that is off; by then the night's mail has told it."""
POINT, SECRET = 65, 16
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many points the curve P-256 has."""


class UnreachableError(Exception):
    """A push could not be sent, or may not be sent there."""


@dataclass(frozen=True)
class Browser:
    """Where one browser is pushed to, and what to encrypt with."""

    endpoint: str
    p256dh: str
    auth: str


def is_browser(one: Browser) -> bool:
    """Whether what a page says of its browser can be used: a point on the curve and a secret of the right length."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(one.p256dh, POINT))
        _bytes(one.auth, SECRET)
    except ValueError:
        return False
    return True


def _bytes(said: str, length: int) -> bytes:
    """Read so many bytes.

    Raises:
        ValueError: it is something else.
    """
    read = urlsafe_b64decode(said + "=" * (-len(said) % 4))
    if len(read) != length:
        raise ValueError(length)
    return read


class Key:
    """The key by which push services know us, drawn from the server's: the same in every process and on every machine."""

    def __init__(self, seed: bytes, subject: str) -> None:
        """Draw the key; forty-eight bytes are so many more than the curve has points that none is likelier than another."""
        self._private = ec.derive_private_key(int.from_bytes(seed) % (_ORDER - 1) + 1, ec.SECP256R1())
        self._pem = self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = self._private.public_key()
        self._encrypting = WebPush(self._pem, public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), subject)
        self.public = urlsafe_b64encode(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)).rstrip(b"=").decode()
        self.subject = subject

    def encrypt(self, payload: bytes, to: Browser) -> bytes:
        """Encrypt for one browser: not even its push service can read it."""
        keys = {"p256dh": to.p256dh, "auth": to.auth}
        message = self._encrypting.get(payload, WebPushSubscription.model_validate({"endpoint": to.endpoint, "keys": keys}))
        encrypted: bytes = message.encrypted
        return encrypted

    def word(self, origin: str) -> str:
        """Say to a push service who we are."""
        claims = {"aud": origin, "exp": int(time()) + LASTS, "sub": f"mailto:{self.subject}"}
        token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, ECKey.import_key(self._pem))
        return f"vapid t={token}, k={self.public}"


@cache
def key_of(settings: Settings) -> Key:
    """Give our key."""
    return Key(vault_of(settings).draw(b"stegvis push"), sender_of(settings).address)


def origin_of(endpoint: str) -> str:
    """Give the origin of a push service, or nothing for what is no address of one: HTTPS, and no user name in it."""
    try:
        parts = urlsplit(endpoint)
        usable = parts.scheme in {"https", "http"} and parts.hostname and not parts.username and parts.port != 0
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc.lower()}" if usable else ""


def may_go_to(settings: Settings, endpoint: str) -> bool:
    """Whether pushes may go to an address at all, whatever it leads to: HTTPS on its usual port, or a service of one's own that is set."""
    origin = origin_of(endpoint)
    return origin in _own(settings) or (origin.startswith("https://") and urlsplit(origin).port in {None, 443})


def _own(settings: Settings) -> set[str]:
    """Give the push services of one's own."""
    return {one.strip().rstrip("/").lower() for one in settings.push_also.split(",") if one.strip()}


async def send(client: httpx.AsyncClient, settings: Settings, to: Browser, payload: bytes, topic: str, *, urgent: bool) -> int:
    """Send one push, and give the status of the answer; the rest of it is not read.

    Raises:
        UnreachableError: it may not go there, or there was no answer.
    """
    key, origin = key_of(settings), origin_of(to.endpoint)
    if not may_go_to(settings, to.endpoint):
        raise UnreachableError
    headers = {
        "Authorization": key.word(origin),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT),
        "Topic": topic,
        "Urgency": "high" if urgent else "normal",
    }
    try:
        address, host = to.endpoint, urlsplit(to.endpoint).hostname or ""
        extensions = {}
        if origin not in _own(settings):
            address = str(httpx.URL(to.endpoint).copy_with(host=await _public(host)))
            headers["Host"], extensions = host, {"sni_hostname": host}
        async with (
            asyncio.timeout(PATIENCE),
            client.stream("POST", address, content=key.encrypt(payload, to), headers=headers, extensions=extensions) as answer,
        ):
            return answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, ValueError) as error:
        raise UnreachableError from error


async def _public(host: str) -> str:
    """Give a public address of a host, and send to that very one: a name that leads somewhere inside leads nowhere.

    Raises:
        UnreachableError: it has none, or one that is not public among others.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(one[4][0]) for one in found]
    if not addresses or not all(one.is_global and not one.is_multicast for one in addresses):
        raise UnreachableError
    return str(addresses[0])


def a_client() -> httpx.AsyncClient:
    """Give a client that follows no redirects, keeps no cookies and asks no proxy of the environment."""
    return httpx.AsyncClient(follow_redirects=False, timeout=PATIENCE, trust_env=False)
