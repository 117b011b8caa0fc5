"""What the house tests read: the project's own files, without what is built or installed."""

from __future__ import annotations

import ast
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {"node_modules", "dist", "__pycache__", "var", "build", "browsers"}
CODE = ("server", "realtime", "migrations", "static", "tests")


def files(*tops: str, ending: tuple[str, ...] = ("",)) -> list[Path]:
    """Give the files below some folders of the root, sorted, relative to it."""
    found = []
    for top in tops:
        for folder, folders, names in os.walk(ROOT / top):
            folders[:] = sorted(one for one in folders if one not in MADE and not one.startswith("."))
            found += [(Path(folder) / name).relative_to(ROOT) for name in sorted(names) if name.endswith(ending)]
    return found


def folders(top: str) -> list[str]:
    """Give the names of the folders directly in one, those that hold anything."""
    return sorted({file.relative_to(top).parts[0] for file in files(top) if len(file.relative_to(top).parts) > 1})


def parsed(file: Path) -> ast.Module:
    """Read a Python file's syntax."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8"), str(file))
