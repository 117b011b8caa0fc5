"""The starting templates that come with Stegvis: files like any other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from server.templates.actions.filing import read_file

if TYPE_CHECKING:
    from server.templates.form import Form, Language

FOLDER = Path(__file__).parents[1] / "starting"
ORDER = ("years_1_3", "years_4_6", "years_7_9", "upper_secondary", "adapted_school")


@dataclass(frozen=True)
class Starting:
    """One starting template: its file's name, what it is for, and what it says."""

    name: str
    about: dict[Language, str]
    form: Form


@cache
def starting() -> dict[str, Starting]:
    """Give the starting templates by name, the youngest pupils' first."""
    files = {name: read_file((FOLDER / f"{name}.json").read_bytes()) for name in ORDER}
    return {name: Starting(name, file.about, file.form) for name, file in files.items()}
