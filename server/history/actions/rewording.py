"""Making a paragraph say what it said before, word by word: the words that stay stay whose they are, with comments and carets in them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from pycrdt import XmlElement, XmlText

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_MOST_COMPARED = 60_000
"""Pairs that are looked at between what begins and what ends alike; comparing costs up to the square root of it more each."""
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")

Word = tuple[str, str]
"""A word or a sign with the gap behind it, and its marks as one string."""
Change = tuple[int, int, int, int]
"""From where to where something is to go, and from where to where stands what comes in its place."""


def changes(says: Sequence[Hashable], wanted: Sequence[Hashable]) -> list[Change]:
    """Say what is to be changed so that a sequence becomes another; where that is too much to compare, all of it."""
    shorter = min(len(says), len(wanted))
    head = next((at for at in range(shorter) if says[at] != wanted[at]), shorter)
    tail = next((at for at in range(shorter - head) if says[-1 - at] != wanted[-1 - at]), shorter - head)
    old, new = says[head : len(says) - tail], wanted[head : len(wanted) - tail]
    if not old and not new:
        return []
    if len(old) * len(new) > _MOST_COMPARED:
        return [(head, head + len(old), head, head + len(new))]
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(head + a, head + b, head + c, head + d) for tag, a, b, c, d in found if tag != "equal"]


def reword(there: XmlElement, was: XmlElement) -> bool:
    """Make a paragraph say what another says, and say whether that could be done: both must be runs of letters of one kind."""
    run, old = _run(there), _run(was)
    if run is None or old is None or there.tag != was.tag or _said_of(there) != _said_of(was):
        return False
    says, wanted = _words(run), _words(old)
    places = _places(says)
    for begins, ends, first, last in reversed(changes([word for word, _ in says], [word for word, _ in wanted])):
        if ends > begins:
            del run[places[begins] : places[ends]]
        at = places[begins]
        for (word, _), marks in wanted[first:last]:
            run.insert(at, word, marks)
            at += len(word.encode())
    return True


def _said_of(one: XmlElement) -> list[tuple[str, Any]]:
    """Give the attributes of a block."""
    attributes: Any = one.attributes  # its type says less than it can
    return sorted(attributes)


def _run(one: XmlElement) -> XmlText | None:
    """Give the letters of a block that holds nothing else."""
    children = list(one.children)
    return children[0] if len(children) == 1 and isinstance(children[0], XmlText) else None


def _words(run: XmlText) -> list[tuple[Word, dict[str, Any]]]:
    """Part letters into words, each with its marks."""
    pieces = ((piece, marks or {}) for piece, marks in run.diff())
    return [((word, repr(sorted(marks.items()))), marks) for piece, marks in pieces for word in _WORDS.findall(str(piece))]


def _places(says: list[tuple[Word, dict[str, Any]]]) -> list[int]:
    """Give where each word begins, and where the last one ends, in bytes, as the document counts."""
    found = [0]
    for (word, _), _ in says:
        found.append(found[-1] + len(word.encode()))
    return found
