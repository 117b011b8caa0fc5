"""Making a paragraph say what it said before, word by word: the words that stay stay whose they are, with comments and carets in them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

from pycrdt import XmlElement, XmlText

_MOST_COMPARED = 4_000_000
"""Pairs of words that are looked at; a longer paragraph is written again whole."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")

Word = tuple[str, str]
"""A word, a gap or a sign, and its marks as one string."""


def reword(there: XmlElement, was: XmlElement) -> bool:
    """Make a paragraph say what another says, and say whether that could be done: both must be runs of letters of one kind."""
    run, old = _run(there), _run(was)
    if run is None or old is None or there.tag != was.tag or _said_of(there) != _said_of(was):
        return False
    says, wanted = _words(run), _words(old)
    if len(says) * len(wanted) > _MOST_COMPARED:
        return False
    places = _places(says)
    changes = SequenceMatcher(None, [word for word, _ in says], [word for word, _ in wanted], autojunk=False).get_opcodes()
    for tag, begins, ends, first, last in reversed(changes):
        if tag != "equal":
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
