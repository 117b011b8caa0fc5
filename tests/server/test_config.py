from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from server import cli, db
from server.config import ROOT, Settings

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
        ("STEGVIS_STUN_URLS", "turn.example.se"),
        ("STEGVIS_STUN_URLS", "https://turn.example.se"),
        ("STEGVIS_TURN_URLS", "turn:turn.example.se"),  # without a secret
        ("STEGVIS_TURN_ONLY", "true"),  # without a server
        ("STEGVIS_TURN_MINUTES", "1"),
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
        ("STEGVIS_TIME_ZONE", "Ekby"),
        ("STEGVIS_TIME_ZONE", "/etc/passwd"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError) as refused:
        Settings()

    assert name in str(refused.value)


def test_a_mail_server_without_an_origin_is_refused_in_one_clean_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STEGVIS_SMTP_URL", "smtp://mail.example.se")

    assert cli.main(["migrate"]) == 2

    assert capsys.readouterr().err == "stegvis: STEGVIS_ORIGIN must be set where STEGVIS_SMTP_URL is: mails carry links\n"


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


PROVIDER = {
    "key": "school",
    "name": "School",
    "issuer": "https://id.example.se",
    "client_id": "x",
    "client_secret": "hush-hush",
    "organisation": "o",
    "match": "email",
}


def test_providers_are_read_from_the_settings() -> None:
    found = Settings.model_validate({"STEGVIS_OIDC": json.dumps([PROVIDER, {**PROVIDER, "key": "other"}])})

    assert list(found.providers) == ["school", "other"]
    assert "hush-hush" not in repr(found.providers)
    assert Settings.model_validate({}).providers == {}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{", "JSON"),
        ("{}", "list"),
        (json.dumps([PROVIDER, PROVIDER]), "same key"),
        (json.dumps([{**PROVIDER, "issuer": "http://id.example.se"}]), "0.issuer: must begin with https://"),
        (json.dumps([{**PROVIDER, "match": "name"}]), "0.match"),
        (json.dumps([{**PROVIDER, "client_id": ""}]), "0.client_id"),
        (json.dumps([{**PROVIDER, "key": "A b"}]), "0.key"),
        (json.dumps([{**PROVIDER, "scope": "email"}]), "0.scope"),
        (json.dumps([{**PROVIDER, "trust": True}]), "0.trust"),
        (json.dumps([{name: value for name, value in PROVIDER.items() if name != "client_secret"}]), "0.client_secret"),
    ],
)
def test_a_wrong_provider_stops_the_start_and_no_secret_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: str, said: str
) -> None:
    monkeypatch.setenv("STEGVIS_OIDC", wrong)

    assert cli.main(["migrate"]) == 2

    printed = capsys.readouterr().err
    assert "STEGVIS_OIDC" in printed
    assert said in printed
    assert "hush-hush" not in printed


def test_a_key_that_is_too_short_stops_the_start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("STEGVIS_SECRET", "short")

    assert cli.main(["migrate"]) == 2
    assert "STEGVIS_SECRET" in capsys.readouterr().err


@pytest.mark.parametrize(("organisation", "warned"), [("H\u00e4r", False), ("Nowhere", True)])
async def test_the_start_warns_of_a_provider_of_an_organisation_that_there_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, organisation: str, warned: bool
) -> None:
    monkeypatch.setenv("DATABASE_URL", world.visits.database.address)
    monkeypatch.setenv("STEGVIS_OIDC", json.dumps([{**PROVIDER, "organisation": organisation}]))
    monkeypatch.setattr("realtime.app.serve", lambda _settings, _address: None)

    assert await asyncio.to_thread(cli.main, ["serve"]) == 0

    printed = capsys.readouterr().err
    assert ("STEGVIS_OIDC: school: there is no organisation with the id 'Nowhere'" in printed) is warned
    assert ("Known: 'D\u00e4r', 'H\u00e4r'." in printed) is warned


async def test_whoever_reads_what_a_command_says_may_stop_in_the_middle(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    assert await asyncio.to_thread(cli.main, ["migrate"]) == 0
    command = await asyncio.create_subprocess_shell(
        f"{sys.executable} -m server.cli demo-accounts --json | true", cwd=ROOT, stderr=asyncio.subprocess.PIPE
    )
    _out, said = await command.communicate()
    assert "Traceback" not in said.decode()
    assert "BrokenPipe" not in said.decode()


async def test_where_no_demo_school_is_that_is_said(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)

    assert await asyncio.to_thread(cli.main, ["demo-accounts", "--json"]) == 1

    printed = capsys.readouterr()
    assert printed.out == "[]\n"
    assert "there is no demo school here yet" in printed.err
