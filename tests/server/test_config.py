from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from server import db
from server.config import Settings

if TYPE_CHECKING:
    from tests.server.world import World


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let nothing of this machine's environment be seen."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields.values():
        for name in getattr(field.validation_alias, "choices", []):
            monkeypatch.delenv(name, raising=False)


def test_without_anything_set_it_starts_on_port_8000_in_swedish() -> None:
    settings = Settings()

    assert (settings.port, settings.language, settings.database_url, settings.redis_url) == (8000, "sv", "", "")
    assert not settings.metrics
    assert not settings.polling


def test_the_environment_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "STEGVIS_PORT": "9001",
        "STEGVIS_DATA": "/srv/stegvis",
        "DATABASE_URL": "postgres://me@db/plan",
        "REDIS_URL": "unix:///run/redis.sock",
        "STEGVIS_ORIGIN": "https://plan.example.se/",
        "STEGVIS_SECURE_COOKIE": "true",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    settings = Settings()

    assert (settings.port, settings.data) == (9001, Path("/srv/stegvis"))
    assert settings.origin == "https://plan.example.se"
    assert settings.secure_cookie
    assert db.address(settings) == "postgres://me@db/plan"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STEGVIS_PORT", "0"),
        ("STEGVIS_PORT", "65536"),
        ("STEGVIS_PORT", "http"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite:///x"),
        ("REDIS_URL", "http://localhost"),
        ("STEGVIS_LANGUAGE", "de"),
        ("STEGVIS_SESSION_HOURS", "0"),
        ("STEGVIS_SESSION_HOURS", "721"),
        ("STEGVIS_POOL", "1"),
        ("STEGVIS_METRICS", "maybe"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError) as refused:
        Settings()

    assert name in str(refused.value)


def test_every_setting_says_what_it_means() -> None:
    for field in Settings.model_fields.values():
        assert field.description
        assert field.description.endswith(".")


def test_an_address_is_given_to_the_engine_in_its_own_spelling() -> None:
    for plain in ("postgresql://me:pw@db:5432/plan?sslmode=require", "postgres://me:pw@db:5432/plan?sslmode=require"):
        assert db.for_sqlalchemy(plain) == "postgresql+asyncpg://me:pw@db:5432/plan?sslmode=require"


async def test_it_says_that_it_is_well(world: World) -> None:
    for address in ("/healthz", "/readyz"):
        answer = await world.get(None, address)
        assert (answer.status_code, answer.json()) == (200, {"ok": True})


async def test_figures_are_served_only_where_they_are_wanted(world: World) -> None:
    assert (await world.get(None, "/metrics")).status_code == 404
