"""`Dockerfile` and `docker-compose.yml`, read and held against the settings; no engine is started."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest
import yaml

from server.config import Settings
from tests.house.sources import ROOT
from tests.house.test_settings import FOR_COMPOSE, SETTINGS

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STAGES = [line.split()[1:] for line in DOCKERFILE.splitlines() if line.startswith("FROM ")]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE = cast("dict[str, Any]", yaml.safe_load(TEXT))
SERVICES = COMPOSE["services"]
APP = SERVICES["app"]

NOT_OURS = {"FORWARDED_ALLOW_IPS": "uvicorn reads it itself"}
IN_THE_IMAGE = {"STEGVIS_HOST", "STEGVIS_PORT", "STEGVIS_DATA"}
"""Settings that the image fixes, because its ports and volumes go with them."""

VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
PINNED = re.compile(r"[\w./-]+:v?\d+(\.\d+)+(-[\w.-]+)?")


def image_environment() -> dict[str, str]:
    """Read what the image sets."""
    return dict(pair.split("=", 1) for line in re.findall(r"^ENV (.*)$", DOCKERFILE, re.MULTILINE) for pair in line.split())


def filled(value: str) -> str:
    """Fill in a value's variables as compose would, given only what must be given."""
    given = {"POSTGRES_PASSWORD": "a-password", "STEGVIS_ORIGIN": "https://plan.example.se", "TURN_SECRET": "a-secret"}
    return VARIABLE.sub(lambda found: given.get(found[1]) or (found[3] if found[2] == "-" else ""), value)


def test_the_services_are_there() -> None:
    assert set(SERVICES) == {"app", "postgres", "redis", "mail", "turn"}


def test_every_setting_is_set_and_nothing_else() -> None:
    assert set(APP["environment"]) - set(NOT_OURS) == set(SETTINGS) - IN_THE_IMAGE
    assert image_environment().keys() >= IN_THE_IMAGE
    assert {name for name in image_environment() if name.startswith("STEGVIS_")} <= set(SETTINGS)


def test_the_settings_are_taken_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in {**image_environment(), **APP["environment"]}.items():
        monkeypatch.setenv(name, filled(str(value)))
    settings = Settings(_env_file=None)
    assert settings.database_url == "postgresql://stegvis:a-password@postgres:5432/stegvis"
    assert settings.redis_url == "redis://redis:6379/0"
    assert settings.secure_cookie


def test_defaults_are_the_settings_own() -> None:
    other_on_purpose = {"STEGVIS_SECURE_COOKIE": "true"}
    for name, mark, value in VARIABLE.findall("\n".join(map(str, APP["environment"].values()))):
        if mark == "-":
            assert value.lower() == other_on_purpose.get(name, str(SETTINGS[name].default).lower()), name


def test_addresses_name_services_and_their_accounts() -> None:
    user, database = (SERVICES["postgres"]["environment"][name] for name in ("POSTGRES_USER", "POSTGRES_DB"))
    assert APP["environment"]["DATABASE_URL"].startswith(f"postgresql://{user}:")
    assert APP["environment"]["DATABASE_URL"].endswith(f"@postgres:5432/{database}")
    assert set(APP["depends_on"]) == {"postgres", "redis"}
    assert all(SERVICES[name].get("healthcheck") for name in APP["depends_on"])


def test_the_port_leads_to_the_one_the_image_serves() -> None:
    port = image_environment()["STEGVIS_PORT"]
    assert APP["ports"] == [f"127.0.0.1:${{STEGVIS_PORT:-{port}}}:{port}"]
    assert f"EXPOSE {port}" in DOCKERFILE
    assert not any(SERVICES[name].get("ports") for name in ("postgres", "redis"))


def test_what_must_last_has_a_volume() -> None:
    assert f"data:{image_environment()['STEGVIS_DATA']}" in APP["volumes"]
    assert "postgres:/var/lib/postgresql" in SERVICES["postgres"]["volumes"]
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_images_are_pinned() -> None:
    for name, service in SERVICES.items():
        assert PINNED.fullmatch(service["image"]), f"{name}: {service['image']}"
    for image, *_ in STAGES:
        assert PINNED.fullmatch(image), image


def test_the_database_is_the_one_that_is_tested() -> None:
    from server.db import POSTGRES  # noqa: PLC0415  # only here

    assert SERVICES["postgres"]["image"].startswith(f"postgres:{POSTGRES}.")


@pytest.mark.parametrize("text", [TEXT, DOCKERFILE])
def test_no_secret_is_written_down(text: str) -> None:
    bare = VARIABLE.sub("$", text)
    assert not re.findall(r"(?i)(?:password|secret)[\w-]*[ \t]*[:=][ \t]*(?!\$)\S.*", bare)
    assert not re.findall(r"://[^:/\s]+:(?!\$)[^@\s]+@", bare)


def test_what_is_secret_or_one_s_own_must_be_given() -> None:
    asked = {name for name, mark, _ in VARIABLE.findall(TEXT) if mark == "?"}
    assert {"POSTGRES_PASSWORD", "TURN_SECRET", "STEGVIS_ORIGIN"} <= asked


def test_every_variable_is_explained() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    asked = {name for name, *_ in VARIABLE.findall(TEXT)}
    assert asked <= set(SETTINGS) | FOR_COMPOSE
    assert all(re.search(rf"^#?{name}=", example, re.MULTILINE) for name in asked)


def test_the_image_runs_as_nobody_special_and_says_how_it_is() -> None:
    last = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert re.search(r"^USER stegvis$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert "/healthz" in last
    assert 'CMD ["stegvis", "serve"]' in last


def test_the_image_gets_only_what_it_copies() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    copied = {part.split("/")[0] for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE) for part in line.split()[:-1]}
    assert "*" in ignored
    assert copied == allowed
    assert all((ROOT / name).exists() for name in allowed)
