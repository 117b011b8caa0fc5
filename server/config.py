"""Settings from the environment: each with its type, default and meaning. A wrong one stops the start with a clear sentence."""

from __future__ import annotations

import re
from datetime import time
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from server.providers import PROVIDERS, Provider

ROOT = Path(__file__).resolve().parent.parent
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"
_SPELLINGS = {"database_url": ("postgresql://", "postgres://"), "redis_url": ("redis://", "rediss://", "unix://")}
_SERVER = r"{kind}s?:[\w.-]+(:\d{{1,5}})?(\?transport=(udp|tcp))?"


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
    origin: str = _setting(
        "",
        "Public address, `https://plan.example.se`; empty: whatever host the browser asked for; must be set where STEGVIS_SMTP_URL is.",
        "STEGVIS_ORIGIN",
    )
    language: str = _setting("sv", "Language until a person has chosen: sv, en or ar.", "STEGVIS_LANGUAGE", pattern="^(sv|en|ar)$")
    time_zone: str = _setting(
        "Europe/Stockholm", "The clock on the schools' walls, by which days begin and moments are shown.", "STEGVIS_TIME_ZONE"
    )
    session_hours: int = _setting(12, "Hours a session lasts.", "STEGVIS_SESSION_HOURS", ge=1, le=720)
    secure_cookie: bool = _setting(
        False, "Send the session cookie over HTTPS only; set it wherever there is HTTPS.", "STEGVIS_SECURE_COOKIE"
    )
    pool: int = _setting(10, "Database connections a process may hold.", "STEGVIS_POOL", ge=2, le=200)
    polling: bool = _setting(False, "Allow long polling; only behind a proxy with sticky sessions.", "STEGVIS_POLLING")
    goal_days: int = _setting(7, "Days before a goal's last day that it is called to mind.", "STEGVIS_GOAL_DAYS", ge=0, le=90)
    import_token: str = _setting("", "Token for the SS 12000 interface that `stegvis import` reads from.", "STEGVIS_IMPORT_TOKEN")
    metrics: bool = _setting(False, "Serve figures at /metrics; keep it away from the public.", "STEGVIS_METRICS")
    secret: str = _setting(
        "",
        "Key for what is kept sealed, 32 characters or more; empty: a file `secret` in the data folder. Lose neither.",
        "STEGVIS_SECRET",
        pattern="^(.{32,})?$",
    )
    oidc: str = _setting("", "Providers to sign in by, a JSON list; see *Single sign-on*.", "STEGVIS_OIDC")

    smtp_url: str = _setting(
        "",
        "Mail server, `smtp://user:password@host:587` or `smtps://host:465`; needs STEGVIS_ORIGIN; empty: mails go into the data folder.",
        "STEGVIS_SMTP_URL",
    )
    night: str = _setting("04:00", "From when on the night's mails are written, by each reader's clock.", "STEGVIS_NIGHT", pattern=_CLOCK)
    push_also: str = _setting(
        "",
        "Push services of one's own that have no public address, `https://push.example.local:8443`, apart by commas.",
        "STEGVIS_PUSH_ALSO",
    )
    mail_from: str = _setting("", "Sender of mails; empty: stegvis@ and the host of the public address.", "STEGVIS_MAIL_FROM")

    stun_urls: str = _setting(
        "",
        "STUN servers for sound and picture, `stun:turn.example.se:3478`, apart by commas; see *Sound and picture*.",
        "STEGVIS_STUN_URLS",
    )
    turn_urls: str = _setting(
        "", "TURN servers that pass sound and picture on, `turn:turn.example.se:3478`, apart by commas.", "STEGVIS_TURN_URLS"
    )
    turn_secret: str = _setting("", "What the TURN servers and Stegvis share (coturn's `static-auth-secret`).", "STEGVIS_TURN_SECRET")
    turn_minutes: int = _setting(
        60, "Minutes that a page's word to the TURN servers lasts before it gets another.", "STEGVIS_TURN_MINUTES", ge=5, le=1440
    )
    turn_only: bool = _setting(
        False, "Send all sound and picture by the TURN servers, so that no page learns another's address.", "STEGVIS_TURN_ONLY"
    )

    @property
    def address(self) -> str:
        """The address that links in mails and on paper begin with: never one that a request merely claims to have come to."""
        return self.origin or f"http://localhost:{self.port}"

    @property
    def night_begins(self) -> time:
        """The time of day from which the night's mails are written."""
        return time.fromisoformat(self.night)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        """Accept a zone that has a name."""
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a name that there is not, or that is no name at all
            message = "STEGVIS_TIME_ZONE is no time zone like Europe/Stockholm"
            raise ValueError(message) from error
        return value

    @field_validator("database_url", "redis_url")
    @classmethod
    def _usual_spelling(cls, value: str, info: ValidationInfo) -> str:
        """Accept the usual spellings of an address of PostgreSQL and of Redis, and nothing else."""
        name = str(info.field_name)
        if value and not value.startswith(_SPELLINGS[name]):
            message = f"{name.upper()} must begin with {' or '.join(_SPELLINGS[name])}"
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

    @field_validator("stun_urls", "turn_urls")
    @classmethod
    def _servers_only(cls, value: str, info: ValidationInfo) -> str:
        """Accept a list of servers, each as a browser takes it; keep it without spaces."""
        kind = str(info.field_name).removesuffix("_urls")
        servers = [one.strip() for one in value.split(",") if one.strip()]
        if not all(re.fullmatch(_SERVER.format(kind=kind), one) for one in servers):
            message = f"STEGVIS_{kind.upper()}_URLS must be addresses like {kind}:host:3478, apart by commas"
            raise ValueError(message)
        return ",".join(servers)

    @model_validator(mode="after")
    def _turn_needs_a_secret(self) -> Self:
        """A TURN server without a secret would serve anybody."""
        if (self.turn_urls and not self.turn_secret) or (self.turn_only and not self.turn_urls):
            message = "STEGVIS_TURN_URLS needs STEGVIS_TURN_SECRET, and STEGVIS_TURN_ONLY needs both"
            raise ValueError(message)
        return self

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

    @field_validator("oidc")
    @classmethod
    def _each_provider_once(cls, value: str) -> str:
        """Accept a list of providers, each whole and with a key of its own."""
        try:
            keys = [one.key for one in PROVIDERS.validate_json(value or "[]", strict=True)]
        except ValidationError as error:
            # never the input itself: it holds secrets
            wrong = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'JSON'}: {one['msg']}" for one in error.errors(include_input=False))
            message = f"STEGVIS_OIDC is no list of providers: {wrong}"
            raise ValueError(message) from None
        if len(keys) != len(set(keys)):
            message = "STEGVIS_OIDC names two providers by the same key"
            raise ValueError(message)
        return value

    @cached_property
    def providers(self) -> dict[str, Provider]:
        """Give the providers to sign in by, by their keys."""
        return {one.key: one for one in PROVIDERS.validate_json(self.oidc or "[]", strict=True)}
