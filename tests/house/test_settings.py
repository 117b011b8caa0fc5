"""Every setting is said the same way in three places: `server/config.py`, the README's table and `.env.example`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import AliasChoices, ValidationError

from server.config import Settings
from tests.house.sources import ROOT, files

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

KINDS: dict[object, str] = {int: "number", str: "text", bool: "yes or no", Path: "folder"}
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \| (.*) \|$", re.MULTILINE)
EXAMPLE = re.compile(r"^# (.+)\n#?([A-Z_]+)=(.*)$", re.MULTILINE)
FOR_COMPOSE = {"POSTGRES_PASSWORD", "TURN_SECRET", "TURN_REALM"}
"""What docker-compose.yml asks for and the application never sees."""


def names(field: FieldInfo) -> list[str]:
    """Give the environment variables a setting is read from."""
    alias = field.validation_alias
    return [str(one) for one in alias.choices] if isinstance(alias, AliasChoices) else [str(alias)]


def default(field: FieldInfo) -> str:
    """Write a setting's default as a person would set it."""
    value = field.default
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.relative_to(ROOT)) if isinstance(value, Path) else str(value)


SETTINGS = {names(field)[0]: field for field in Settings.model_fields.values()}


def test_the_readmes_table_is_the_settings() -> None:
    rows = {row[0]: row[1:] for row in ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))}
    said = {
        name: (KINDS[field.annotation], f"`{default(field)}`" if default(field) else "", field.description)
        for name, field in SETTINGS.items()
    }
    assert rows == said


def test_the_example_is_the_settings() -> None:
    lines = {name: (meaning, value) for meaning, name, value in EXAMPLE.findall((ROOT / ".env.example").read_text(encoding="utf-8"))}
    said = {name: (field.description, default(field)) for name, field in SETTINGS.items()}
    assert {name: line for name, line in lines.items() if name not in FOR_COMPOSE} == said


def test_the_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    example = tmp_path / ".env"
    example.write_text(
        re.sub(r"^#([A-Z_]+=)", r"\1", (ROOT / ".env.example").read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8"
    )
    Settings(_env_file=example)


def test_settings_are_read_in_one_place() -> None:
    elsewhere = [
        str(file)
        for file in files("server", "realtime", ending=(".py",))
        if file != Path("server/config.py") and re.search(r"\bos\.environ|\bgetenv\(", (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert not elsewhere, f"these read the environment themselves: {elsewhere}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STEGVIS_PORT", "many"),
        ("STEGVIS_PORT", "70000"),
        ("DATABASE_URL", "mysql://localhost/stegvis"),
        ("REDIS_URL", "http://localhost"),
        ("STEGVIS_LANGUAGE", "no"),
        ("STEGVIS_SECURE_COOKIE", "perhaps"),
    ],
)
def test_a_wrong_setting_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings(_env_file=None)
