"""Real Yjs documents, written as the editor writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.errors import Code, RefusedError
from server.texts.document import EMPTY
from server.texts.schema import ROOT
from server.texts.shape import Shape
from server.texts.trial import judge

if TYPE_CHECKING:
    from collections.abc import Callable


def body(document: Doc[Any]) -> XmlFragment:
    """Give a document's fragment."""
    fragment: XmlFragment = document.get(ROOT, type=XmlFragment)
    return fragment


def block(document: Doc[Any], tag: str, words: str = "", parent: XmlElement | None = None, **attributes: Any) -> XmlElement:
    """Put an element at the end of its parent, with letters in it if there are any."""
    element = XmlElement(tag)
    (parent if parent is not None else body(document)).children.append(element)
    for name, value in attributes.items():
        element.attributes[name] = value
    if words:
        element.children.append(XmlText(words))
    return element


def letters(element: XmlElement) -> XmlText:
    """Give an element's first run of letters."""
    run = element.children[0]
    assert isinstance(run, XmlText)
    return run


def saying(words: str, client: int = 7) -> bytes:
    """Give an update that writes one paragraph into an empty text."""
    document: Doc[Any] = Doc(client_id=client)
    block(document, "paragraph", words)
    return document.get_update()


def varint(number: int) -> bytes:
    """Write a number as lib0 does, for updates that no editor would make."""
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def refusal(update: bytes, state: bytes = EMPTY) -> Code | None:
    """Give the code with which a text refuses an update, if it does."""
    try:
        judge(Shape(state), update)
    except RefusedError as error:
        return error.code
    return None


def rich() -> Doc[Any]:
    """Write something of everything that a text may hold."""
    document: Doc[Any] = Doc(client_id=8)
    block(document, "heading", "Where am I?", level=3)
    letters(block(document, "paragraph", "I can swim and read")).format(2, 10, {"bold": {}, "link": {"href": "https://example.se"}})
    points = block(document, "orderedList", start=4)
    block(document, "paragraph", "First", parent=block(document, "listItem", parent=points))
    second = block(document, "paragraph", "Second", parent=block(document, "listItem", parent=points))
    second.children.append(XmlElement("hardBreak"))
    del letters(second)[1:3]
    return document


def inside(*tags: str) -> Callable[[Doc[Any]], None]:
    def make(document: Doc[Any]) -> None:
        parent = None
        for tag in tags:
            parent = block(document, tag, parent=parent)

    return make
