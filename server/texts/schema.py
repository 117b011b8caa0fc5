"""What a text may hold: the editor's schema, said once for the judge, the renderer and the protocol."""

from __future__ import annotations

ROOT = "body"
"""The name of the document's one fragment."""
TEXT = "#text"
"""How the rules name a run of letters."""

BLOCKS = frozenset({"paragraph", "heading", "bulletList", "orderedList"})
_INLINE = frozenset({TEXT, "hardBreak"})
CHILDREN: dict[str, frozenset[str]] = {
    ROOT: BLOCKS,
    "paragraph": _INLINE,
    "heading": _INLINE,
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": BLOCKS,
    "hardBreak": frozenset(),
}
MOST_DEPTH = 60
"""Elements within one another; a page is drawn by going down into each."""
SUB_HEADING = 3
_MOST_START = 10_000
_MOST_HREF = 2_000
_SCHEMES = ("https://", "http://", "mailto:")


def is_attribute(element: str, name: str, value: object) -> bool:
    """Whether an element may carry an attribute with that value."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer()
    if (element, name) == ("heading", "level"):
        return number and value == SUB_HEADING
    if (element, name) == ("orderedList", "start"):
        return number and 0 <= value <= _MOST_START  # type: ignore[operator]
    return False


def is_mark(name: str, value: object) -> bool:
    """Whether letters may carry a mark with that value; `None` ends a mark."""
    if value is None:
        return name in {"bold", "italic", "link"}
    if name in {"bold", "italic"}:
        return value in ({}, True)
    return name == "link" and isinstance(value, dict) and set(value) == {"href"} and is_href(value["href"])


def is_href(value: object) -> bool:
    """Whether an address may be linked to: no script, no data, nothing of the device's own, no controls inside."""
    return isinstance(value, str) and len(value) <= _MOST_HREF and value.lower().startswith(_SCHEMES) and value.isprintable()
