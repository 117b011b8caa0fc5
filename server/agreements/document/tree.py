"""Turns the record's HTML, which is our own, into a small tree that the file's template lays out: words as data, never as markup."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from typing import Any

Node = dict[str, Any]
"""`{"p" | "h": [run, …], "rtl": bool}`, `{"ul" | "ol": [[node, …], …], "start": int, "rtl": bool}`;
a run is `{"t", "b", "i", "href"}` or `{"br": true}`."""
MOST_DEPTH = 6
"""Lists within one another; what lies deeper stands at this depth."""
LONGEST, PIECE = 30, 12
"""Letters of a word that stays whole, and of each piece into which a longer one may be broken, so that none leaves the page."""
_BREAK = "\u200b"
_RTL = frozenset({"R", "AL"})
_STRONG = _RTL | {"L"}
_MARKS = {"strong": "b", "em": "i"}


def tree(html: str) -> list[Node]:
    """Give the blocks of one text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.blocks


def is_rtl(words: str) -> bool:
    """Whether words are read from right to left, by their first letter that says so: as `dir="auto"` does."""
    first = next((kind for sign in words if (kind := unicodedata.bidirectional(sign)) in _STRONG), "L")
    return first in _RTL


def breakable(words: str) -> str:
    """Let long words be broken; all else stays as it is."""
    return " ".join(_cut(word) for word in words.split(" "))


def _cut(word: str) -> str:
    """Put a place to break into a word that is too long for a line, never between a letter and its marks or within a joined sign."""
    if len(word) <= LONGEST:
        return word
    out, since = "", 0
    for at, sign in enumerate(word):
        joins = unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf", "Sk"} or word[at - 1 : at] == "\u200d"
        if since >= PIECE and not joins:
            out, since = out + _BREAK, 0
        out, since = out + sign, since + 1
    return out


class _Reader(HTMLParser):
    """Reads what `texts.document` writes; an unknown element is left out, its words are not."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__(convert_charrefs=True)
        self.blocks: list[Node] = []
        self.places: list[list[Node]] = [self.blocks]
        """Where blocks go: the text itself, then the item that is open in each list."""
        self.lists: list[Node | None] = []
        """The lists that are open; none for one that lies too deep and is laid into the one around it."""
        self.runs: list[Node] | None = None
        self.marks: dict[str, Any] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, an item or a mark."""
        given = dict(attrs)
        match tag:
            case "p" | "h3":
                self.runs = []
                self.places[-1].append({"p" if tag == "p" else "h": self.runs, "rtl": False})
            case "ul" | "ol":
                self._open_list(tag, given)
            case "li" if self.lists and (inner := self.lists[-1]) is not None:
                item: list[Node] = []
                inner[inner["kind"]].append(item)
                self.places.append(item)
            case "br" if self.runs is not None:
                self.runs.append({"br": True})
            case "strong" | "em":
                self.marks[_MARKS[tag]] = True
            case "a":
                self.marks["href"] = given.get("href") or ""
            case _:
                pass

    def _open_list(self, tag: str, given: dict[str, str | None]) -> None:
        """Open a list, or lay what is too deep into the item around it."""
        if sum(one is not None for one in self.lists) >= MOST_DEPTH:
            self.lists.append(None)
            return
        start = given.get("start") or "1"
        made: Node = {tag: [], "kind": tag, "start": int(start) if start.isdecimal() else 1}
        self.places[-1].append(made)
        self.lists.append(made)

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        match tag:
            case "p" | "h3":
                self._close_block()
            case "ul" | "ol" if self.lists:
                self._close_list()
            case "li" if self.lists and self.lists[-1] is not None and len(self.places) > 1:
                self.places.pop()
            case "strong" | "em":
                self.marks.pop(_MARKS[tag], None)
            case "a":
                self.marks.pop("href", None)
            case _:
                pass

    def _close_list(self) -> None:
        """Say in which direction a list is read: as its first words are."""
        made = self.lists.pop()
        if made is not None:
            made["rtl"] = next((node["rtl"] for item in made[made["kind"]] for node in item if "rtl" in node), False)

    def _close_block(self) -> None:
        """Say in which direction a block is read; an empty one stays, as an empty line."""
        if self.runs is not None and self.places[-1]:
            self.places[-1][-1]["rtl"] = is_rtl("".join(run.get("t", "") for run in self.runs))
        self.runs = None

    def handle_data(self, data: str) -> None:
        """Take words with the marks that are open."""
        if self.runs is not None and data:
            self.runs.append({"t": breakable(data), **self.marks})
