"""The tree in ARCHITECTURE.md is the tree.

It stands in the first fenced block: a folder ends in `/`, what lies in it is indented by two, several names may share a line, and words
after the names say what they are for.
"""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT, files, folders

BARE = {"Makefile", "Dockerfile"}
NAME = re.compile(r"[\w.\-]+(/[\w.\-]+)*/?")


def _is_name(word: str) -> bool:
    """Whether a word of the tree names a file or a folder, and is not yet the explanation."""
    return bool(NAME.fullmatch(word)) and (word in BARE or word.endswith("/") or "." in word.strip("."))


def tree() -> set[str]:
    """Read the paths that ARCHITECTURE.md names; folders end in a slash."""
    block = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```")[1]
    named: set[str] = set()
    above: dict[int, str] = {-1: ""}
    for line in block.splitlines()[1:]:
        depth = (len(line) - len(line.lstrip())) // 2
        names = []
        for word in line.split():
            if not _is_name(word):
                break
            names.append(above[depth - 1] + word)
        named.update(names)
        if names and names[-1].endswith("/"):
            above[depth] = names[-1]
    return named


@pytest.fixture(scope="module")
def named() -> set[str]:
    return tree()


def test_what_the_tree_names_is_there(named: set[str]) -> None:
    assert named
    missing = sorted(path for path in named if not (ROOT / path).exists() and path != "static/dist/")
    assert not missing, f"ARCHITECTURE.md names what is not there: {missing}"


@pytest.mark.parametrize("top", ["server", "realtime", "static", "tests"])
def test_every_folder_is_in_the_tree(named: set[str], top: str) -> None:
    missing = [f"{top}/{folder}/" for folder in folders(top) if f"{top}/{folder}/" not in named]
    assert not missing, f"ARCHITECTURE.md does not name {missing}"


@pytest.mark.parametrize("top", ["server", "realtime"])
def test_every_piece_of_plumbing_is_in_the_tree(named: set[str], top: str) -> None:
    lying = [str(file) for file in files(top, ending=(".py",)) if len(file.parts) == 2 and file.name != "__init__.py"]
    missing = [file for file in lying if file not in named]
    assert not missing, f"ARCHITECTURE.md does not name {missing}"
