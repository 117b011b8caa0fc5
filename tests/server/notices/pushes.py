"""A push service of the tests' own: it takes what browsers would get, checks who sends it, and decrypts it as a browser does."""

from __future__ import annotations

import asyncio
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECRET = b"sixteen byte key"


def said(raw: bytes) -> str:
    """Write bytes as pushes have them."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def heard(text: str) -> bytes:
    """Read bytes."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """A browser that has subscribed."""

    def __init__(self, service: str, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.form = {"endpoint": f"{service}/{name}", "p256dh": said(self.point), "auth": said(SECRET)}

    def read(self, body: bytes) -> dict[str, Any]:
        """Decrypt what came, by RFC 8291."""
        salt, size, theirs = body[:16], body[20], body[21 : 21 + body[20]]
        assert size == 65
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))

        def draw(secret: bytes, salted: bytes, info: bytes, length: int) -> bytes:
            return HKDF(hashes.SHA256(), length, salt=salted, info=info).derive(secret)

        secret = draw(shared, SECRET, b"WebPush: info\0" + self.point + theirs, 32)
        key, nonce = (draw(secret, salt, f"Content-Encoding: {what}\0".encode(), n) for what, n in (("aes128gcm", 16), ("nonce", 12)))
        plain = AESGCM(key).decrypt(nonce, body[21 + size :], None)
        read: dict[str, Any] = json.loads(plain.rstrip(b"\0")[:-1])
        return read


class Service:
    """What came, to which browser; and what it answers instead of taking it."""

    def __init__(self) -> None:
        self.came: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: dict[str, int] = {}
        self.hangs = False
        self.base = ""

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request."""
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        body = await reader.readexactly(int(headers["content-length"]))
        name = first.split(" ")[1].strip("/")
        self.came.append((name, headers, body))
        if not self.hangs:
            status = self.answers.get(name, 201)
            writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:1/\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()

    def sender(self, headers: dict[str, str]) -> dict[str, Any]:
        """Check who sends it, by RFC 8292, and give what they say of themselves."""
        kind, parts = headers["authorization"].split(" ", 1)
        assert kind == "vapid"
        token, key = (part.strip().split("=", 1)[1] for part in parts.split(","))
        point = heard(key)
        public = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": said(point[1:33]), "y": said(point[33:])})
        return dict(jwt.decode(token, public, algorithms=["ES256"]).claims)


@asynccontextmanager
async def serving() -> AsyncIterator[Service]:
    """Run a push service on a free port."""
    service = Service()
    server = await asyncio.start_server(service.take, "127.0.0.1", 0)
    service.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield service
    server.close()
    await server.wait_closed()
