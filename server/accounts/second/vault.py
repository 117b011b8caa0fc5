"""The server's key: seals the secrets that must be read again, and hashes the codes that must only be known again.

A one-time code is computed from its secret, so the secret cannot be hashed; sealed, a copy of the database alone signs nobody in.
AES-GCM and not Fernet, because it binds a secret to its person: moved to another row it does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from server.config import Settings

_NONCE = 12


class Vault:
    """Seals and hashes for one person at a time."""

    def __init__(self, secret: str) -> None:
        """Take the server's key; each use has a key of its own drawn from it."""
        self._aead = AESGCM(_drawn(secret, b"stegvis sealed"))
        self._hash_key = _drawn(secret, b"stegvis hashed")
        self._secret = secret

    def seal(self, person: UUID, secret: str) -> bytes:
        """Seal a secret of a person's."""
        nonce = os.urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, secret.encode(), person.bytes)

    def open(self, person: UUID, sealed: bytes | None) -> str:
        """Give a person's secret again; nothing if there is none, or if it was sealed with another key or for somebody else."""
        if sealed is None:
            return ""
        try:
            return self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], person.bytes).decode()
        except (InvalidTag, ValueError):
            return ""

    def draw(self, purpose: bytes) -> bytes:
        """Draw bytes for a key of another kind, always the same ones."""
        return _drawn(self._secret, purpose, 48)

    def digest(self, person: UUID, code: str) -> bytes:
        """Give the hash by which a person's code is kept."""
        return hmac.digest(self._hash_key, person.bytes + code.encode(), hashlib.sha256)


def _drawn(secret: str, purpose: bytes, length: int = 32) -> bytes:
    """Draw a key for one purpose."""
    return HKDF(SHA256(), length, salt=None, info=purpose).derive(secret.encode())


def vault_of(settings: Settings) -> Vault:
    """Give the vault that the settings lead to."""
    return Vault(settings.secret or _from_file(settings.data / "secret"))


def _from_file(file: Path) -> str:
    """Give the key of the data folder, made at the first start; of several processes that start at once, one makes it."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        own = file.with_name(f"secret.{os.getpid()}")
        with open(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:  # noqa: PTH123  # never readable by others, not even for a moment
            opened.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(own, file)
        own.unlink()
    return file.read_text().strip()
