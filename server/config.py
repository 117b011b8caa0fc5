"""Settings from the environment: each with its type, default and meaning. A wrong one stops the start with a clear sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import AliasChoices, Field, field_validator
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
    import_token: str = _setting("", "Token for the SS 12000 interface that `stegvis import` reads from.", "STEGVIS_IMPORT_TOKEN")
    metrics: bool = _setting(False, "Serve figures at /metrics; keep it away from the public.", "STEGVIS_METRICS")

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

    @field_validator("origin")
    @classmethod
    def _no_path(cls, value: str) -> str:
        """Take the address without a slash at its end."""
        return value.rstrip("/")
