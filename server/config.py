"""Settings from the environment: each with its type, default and meaning. A wrong one stops the start with a clear sentence."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


def _setting(default: object, meaning: str, name: str, **rules: Any) -> Any:
    """Make a field that is read from an environment variable."""
    return Field(default, description=meaning, validation_alias=AliasChoices(name), **rules)


class Settings(BaseSettings):
    """Everything that can be set; `.env.example` and the README say the same, and a test holds them together."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    port: int = _setting(8000, "Port to serve on.", "STEGVIS_PORT", ge=1, le=65535)
    host: str = _setting("127.0.0.1", "Address to listen on.", "STEGVIS_HOST")
    data: Path = _setting(ROOT / "var", "Folder for the embedded database and files.", "STEGVIS_DATA")
    database_url: str = _setting(
        "", "PostgreSQL address, `postgresql://user:password@host:5432/name`; empty: an embedded one in the data folder.", "DATABASE_URL"
    )
    redis_url: str = _setting(
        "", "Redis or Valkey address, `redis://host:6379/0`; needed by two processes or more, by one none.", "REDIS_URL"
    )
    origin: str = _setting("", "Public address, `https://plan.example.se`; empty: whatever host the browser asked for.", "STEGVIS_ORIGIN")
    language: str = _setting("sv", "Language until a person has chosen: sv, en or ar.", "STEGVIS_LANGUAGE", pattern="^(sv|en|ar)$")
    session_hours: int = _setting(12, "Hours a session lasts.", "STEGVIS_SESSION_HOURS", ge=1, le=720)
    secure_cookie: bool = _setting(
        False, "Send the session cookie over HTTPS only; set it wherever there is HTTPS.", "STEGVIS_SECURE_COOKIE"
    )
    pool: int = _setting(10, "Database connections a process may hold.", "STEGVIS_POOL", ge=2, le=200)
    polling: bool = _setting(False, "Allow long polling; only behind a proxy with sticky sessions.", "STEGVIS_POLLING")
    metrics: bool = _setting(False, "Serve figures at /metrics; keep it away from the public.", "STEGVIS_METRICS")

    smtp_url: str = _setting(
        "",
        "Mail server, `smtp://user:password@host:587` or `smtps://host:465`; empty: mails are written into the data folder.",
        "STEGVIS_SMTP_URL",
    )
    mail_from: str = _setting("", "Sender of mails; empty: stegvis@ and the host of the public address.", "STEGVIS_MAIL_FROM")

    @property
    def address(self) -> str:
        """The address that links in mails and on paper begin with: never one that a request merely claims to have come to."""
        return self.origin or f"http://localhost:{self.port}"

    @field_validator("database_url")
    @classmethod
    def _postgres_only(cls, value: str) -> str:
        """Accept the usual spellings of a PostgreSQL address and nothing else."""
        if value and not value.startswith(("postgresql://", "postgres://")):
            message = "DATABASE_URL must begin with postgresql://"
            raise ValueError(message)
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis_only(cls, value: str) -> str:
        """Accept a Redis address and nothing else."""
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            message = "REDIS_URL must begin with redis://, rediss:// or unix://"
            raise ValueError(message)
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp_only(cls, value: str) -> str:
        """Accept the address of a mail server and nothing else."""
        if value and not (value.startswith(("smtp://", "smtps://")) and urlsplit(value).hostname):
            message = "STEGVIS_SMTP_URL must be smtp://host:port or smtps://host:port"
            raise ValueError(message)
        return value

    @field_validator("mail_from")
    @classmethod
    def _one_sender(cls, value: str) -> str:
        """Accept one address, with a name before it or not."""
        if value and not (value.isprintable() and "@" in parseaddr(value)[1]):
            message = "STEGVIS_MAIL_FROM must be an address like stegvis@example.se"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _mails_need_an_origin(self) -> Self:
        """Real mails carry links, and those must lead here."""
        if self.smtp_url and not self.origin:
            message = "STEGVIS_ORIGIN must be set where STEGVIS_SMTP_URL is: mails carry links"
            raise ValueError(message)
        return self

    @field_validator("origin")
    @classmethod
    def _no_path(cls, value: str) -> str:
        """Take the address without a slash at its end."""
        return value.rstrip("/")
