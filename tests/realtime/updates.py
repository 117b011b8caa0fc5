"""Yjs updates that no editor of ours makes, well formed and not."""

from __future__ import annotations

import json
from typing import Any

from pycrdt import Array, Doc, Map, XmlElement, XmlFragment, XmlText, write_var_uint

from server.texts.schema import ROOT

ME = 77
"""The client id under which the updates written by hand speak."""


def _string(value: str) -> bytes:
    raw = value.encode()
    return write_var_uint(len(raw)) + raw


def by_hand(*structs: bytes) -> bytes:
    """Make an update of one client's structs; nothing is deleted."""
    return b"\x01" + write_var_uint(len(structs)) + write_var_uint(ME) + b"\x00" + b"".join(structs) + b"\x00"


def under(parent: str | int, kind: int, content: bytes) -> bytes:
    """Write a struct in a root (by its name) or in an element (by its clock)."""
    where = b"\x01" + _string(parent) if isinstance(parent, str) else b"\x00" + write_var_uint(ME) + write_var_uint(parent)
    return bytes([kind]) + where + content


PARAGRAPH = under(ROOT, 7, b"\x03" + _string("paragraph"))
LETTERS = under(0, 7, b"\x06")


def built(*blocks: Any) -> bytes:
    """Make an update that puts blocks into an empty text."""
    document: Doc[Any] = Doc()
    fragment = document.get(ROOT, type=XmlFragment)
    for block in blocks:
        fragment.children.append(block)
    return document.get_update()


def marked(name: str, value: object) -> bytes:
    """Make an update with letters that carry a mark."""
    return by_hand(
        PARAGRAPH, LETTERS, under(1, 6, _string(name) + _string(json.dumps(value))), under(1, 4, _string("words"))
    )  # fmt: skip


def other_root(kind: type[Map[Any] | Array[Any]]) -> bytes:
    """Make an update of another root than the text's."""
    document: Doc[Any] = Doc()
    root: Any = document.get("elsewhere", type=kind)
    if isinstance(root, Map):
        root["key"] = "value"
    else:
        root.append("value")
    return document.get_update()


OUTSIDE: dict[str, bytes] = {
    "an element that there is not": built(XmlElement("image", {"src": "https://example.se/x.png"})),
    "a script element": built(XmlElement("script", {}, [XmlText("alert(1)")])),
    "a list item outside a list": built(XmlElement("listItem", {}, [XmlElement("paragraph")])),
    "a paragraph in a paragraph": built(XmlElement("paragraph", {}, [XmlElement("paragraph")])),
    "letters in a list": built(XmlElement("bulletList", {}, [XmlText("words")])),
    "letters outside a block": built(XmlText("words")),
    "a heading of another level": built(XmlElement("heading", {"level": "1"}, [XmlText("words")])),
    "a list that begins with a word": built(
        XmlElement("orderedList", {"start": "one"}, [XmlElement("listItem", {}, [XmlElement("paragraph")])])
    ),
    "an attribute that there is not": built(XmlElement("paragraph", {"onclick": "alert(1)"})),
    "a style": built(XmlElement("paragraph", {"style": "position: fixed"})),
    "a mark that there is not": marked("strike", {}),
    "a mark with a value": marked("bold", {"weight": 900}),
    "a link to a script": marked("link", {"href": "javascript:alert(1)"}),
    "a link to data": marked("link", {"href": "data:text/html,<script>alert(1)</script>"}),
    "a link with a target": marked("link", {"href": "https://example.se", "target": "_blank"}),
    "a link that is too long": marked("link", {"href": "https://example.se/" + "a" * 2000}),
    "an embedded picture": by_hand(PARAGRAPH, LETTERS, under(1, 5, _string(json.dumps({"image": "x"})))),
    "bytes": by_hand(PARAGRAPH, LETTERS, under(1, 3, b"\x02\x00\x01")),
    "old JSON": by_hand(PARAGRAPH, LETTERS, under(1, 2, b"\x01" + _string('"x"'))),
    "a document in the document": by_hand(PARAGRAPH, under(0, 9, _string("inner") + b"\x76\x00")),
    "a map in a paragraph": by_hand(PARAGRAPH, under(0, 7, b"\x01")),
    "a hook": by_hand(under(ROOT, 7, b"\x05" + _string("paragraph"))),
    "values among the letters": by_hand(PARAGRAPH, LETTERS, under(1, 8, b"\x01\x78")),
    "another root, a map": other_root(Map),
    "another root, a list": other_root(Array),
    "another root, an element": by_hand(under("elsewhere", 7, b"\x03" + _string("paragraph"))),
}
"""Well formed, and not to be had in a text."""

BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "noise": bytes(range(64)),
    "an update cut short": built(XmlElement("paragraph", {}, [XmlText("words")]))[:-4],
    "an update with more behind": built(XmlElement("paragraph")) + b"\x00",
    "a count that is a lie": b"\xff\xff\xff\xff\x0f\x01\x01\x00",
    "a number without end": b"\xff" * 40,
    "letters that are no UTF-8": by_hand(PARAGRAPH, LETTERS, under(1, 4, b"\x02\xff\xfe")),
    "a kind that there is not": by_hand(under(ROOT, 30, b"")),
    "a mark that is no JSON": by_hand(PARAGRAPH, LETTERS, under(1, 6, _string("bold") + _string("{"))),
    "a struct of no length": by_hand(b"\x00\x00"),
}
"""Not an update at all."""

GAPS: dict[str, bytes] = {
    "letters in an element that is not here": by_hand(under(5, 7, b"\x06")),
    "a client's second struct first": b"\x01\x01" + write_var_uint(ME) + b"\x05" + PARAGRAPH + b"\x00",
    "a struct after one that is not here": b"\x01\x01"
    + write_var_uint(ME)
    + b"\x00\x87"
    + write_var_uint(9)
    + b"\x03\x03"
    + _string("paragraph")
    + b"\x00",
    "a deletion of what is not here": b"\x00\x01" + write_var_uint(ME) + b"\x01\x00\x05",
}
"""Building on what the server does not have."""
