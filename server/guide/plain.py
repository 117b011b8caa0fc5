"""The few signs in which a guide is written: `# ` begins a heading, `- ` a point, `1. ` a numbered point; all else are paragraphs.

There is nothing else: no links, no pictures, no HTML. What looks like it stays letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Kind(StrEnum):
    """What a block is."""

    heading = "heading"
    paragraph = "paragraph"
    points = "points"
    steps = "steps"


SIGNS = {Kind.heading: "# ", Kind.points: "- ", Kind.steps: "1. ", Kind.paragraph: ""}
_READ = {Kind.heading: re.compile(r"#{1,3}\s+"), Kind.points: re.compile(r"[-*]\s+"), Kind.steps: re.compile(r"\d{1,2}[.)]\s+")}


@dataclass(frozen=True)
class Block:
    """A heading or paragraph, which has one line, or a list with its points."""

    kind: Kind
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """Read a text: points in a row are one list, lines of text in a row one paragraph."""
    found: list[Block] = []
    for kind, group in groupby(map(_line, text.splitlines()), key=lambda line: line[0] if line else None):
        lines = tuple(line[1] for line in group if line)
        if kind is Kind.paragraph:
            found.append(Block(kind, (" ".join(lines),)))
        elif kind is Kind.heading:
            found += [Block(kind, (line,)) for line in lines]
        elif kind is not None:
            found.append(Block(kind, lines))
    return found


def _line(written: str) -> tuple[Kind, str] | None:
    """Say what a line is, and what it says; nothing for an empty one."""
    line = written.strip()
    for kind, sign in _READ.items():
        if (begins := sign.match(line)) and line[begins.end() :]:
            return kind, line[begins.end() :]
    return (Kind.paragraph, line) if line else None
