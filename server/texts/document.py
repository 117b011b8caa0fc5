"""Turns a text's Yjs state into HTML and plain words for readers without a script, for the locked version, and for the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.texts import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

EMPTY = b"\x00\x00"
"""The Yjs update that holds nothing."""
EMPTY_STATE = b"\x00"
"""The state vector of a document that holds nothing."""

_TAGS = {"paragraph": "p", "heading": "h3", "bulletList": "ul", "orderedList": "ol", "listItem": "li"}


def body_of(state: bytes) -> XmlFragment:
    """Build the document of a state and give its fragment."""
    document: Doc[Any] = Doc()
    document.apply_update(state)
    body: XmlFragment = document.get(schema.ROOT, type=XmlFragment)
    return body


def html(state: bytes) -> Markup:
    """Render a text: only what the schema knows comes out, everything else is left behind."""
    return drawn(body_of(state), _letters)


def drawn(body: XmlFragment, letters: Callable[[XmlText], Markup]) -> Markup:
    """Render a body, with its runs of letters as they are wanted."""
    return Markup("").join(_block(child, schema.ROOT, letters) for child in body.children)  # joined of escaped parts


def block(node: object) -> Markup:
    """Render one block of a text."""
    return _block(node, schema.ROOT, _letters)


def _block(node: object, parent: str, letters: Callable[[XmlText], Markup]) -> Markup:
    """Render an element that its parent may hold."""
    if not isinstance(node, XmlElement) or node.tag not in schema.CHILDREN[parent]:
        return Markup("")
    if node.tag == "hardBreak":
        return Markup("<br>")
    tag, name = _TAGS[node.tag], node.tag
    inner = Markup("").join(letters(child) if isinstance(child, XmlText) else _block(child, name, letters) for child in node.children)
    direction = Markup(' dir="auto"') if tag in {"p", "h3"} else Markup("")
    return Markup("<{0}{1}{2}>{3}</{0}>").format(tag, direction, _start(node), inner)


def _start(node: XmlElement) -> Markup:
    """Give a numbered list its first number, if it is not one."""
    start = node.attributes.get("start")
    if node.tag != "orderedList" or start in {None, 1} or not schema.is_attribute("orderedList", "start", whole(start)):
        return Markup("")
    return Markup(' start="{}"').format(whole(start))


def whole(value: object) -> object:
    """Read a number as the whole one it is; Yjs may hand it back as a float."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _letters(run: XmlText) -> Markup:
    """Render letters with their marks."""
    return Markup("").join(marked(part, marks or {}) for part, marks in run.diff() if isinstance(part, str))


def marked(words: str, marks: dict[str, object]) -> Markup:
    """Wrap letters in their marks."""
    out = escape(words)
    if marks.get("italic") is not None:
        out = Markup("<em>{}</em>").format(out)
    if marks.get("bold") is not None:
        out = Markup("<strong>{}</strong>").format(out)
    link = marks.get("link")
    if isinstance(link, dict) and schema.is_mark("link", link):
        out = Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(link["href"], out)
    return out


def plain(state: bytes) -> str:
    """Give a text's words, a line a block."""
    return "\n".join(_lines(body_of(state).children))


def _lines(nodes: Iterable[object]) -> Iterable[str]:
    """Walk blocks; give the words of each that holds letters."""
    for node in nodes:
        if not isinstance(node, XmlElement):
            continue
        if node.tag in {"paragraph", "heading"}:
            yield "".join(_words(child) for child in node.children)
        else:
            yield from _lines(node.children)


def _words(node: object) -> str:
    """Give the words of a run, or the line's break."""
    if isinstance(node, XmlText):
        return "".join(part for part, _ in node.diff() if isinstance(part, str))
    return "\n"
