"""What an update may carry, and what never reaches a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText

from server.errors import Code
from server.texts.document import html
from tests.server.texts.writing import block, body, inside, letters, refusal

if TYPE_CHECKING:
    from collections.abc import Callable


def root_array(document: Doc[Any]) -> None:
    document["other"] = Array([1])


def root_map(document: Doc[Any]) -> None:
    document["other"] = Map({"a": 1})


def root_text(document: Doc[Any]) -> None:
    document["other"] = Text("words")


def other_fragment(document: Doc[Any]) -> None:
    document.get("html", type=XmlFragment).children.append(XmlElement("paragraph"))


def link_to(href: object) -> Callable[[Doc[Any]], None]:
    def make(document: Doc[Any]) -> None:
        letters(block(document, "paragraph", "words")).format(0, 3, {"link": {"href": href}})

    return make


def marked(**marks: Any) -> Callable[[Doc[Any]], None]:
    def make(document: Doc[Any]) -> None:
        letters(block(document, "paragraph", "words")).format(0, 3, marks)

    return make


def with_attribute(tag: str, **attributes: Any) -> Callable[[Doc[Any]], None]:
    def make(document: Doc[Any]) -> None:
        block(document, tag, "words", **attributes)

    return make


def loose_letters(document: Doc[Any]) -> None:
    body(document).children.append(XmlText("loose"))


def letters_in_a_list(document: Doc[Any]) -> None:
    block(document, "bulletList").children.append(XmlText("loose"))


def an_embed(document: Doc[Any]) -> None:
    letters(block(document, "paragraph", "words")).insert_embed(1, {"image": "https://evil.example"})


FOREIGN = {
    "a script": inside("script"),
    "an image": inside("paragraph", "image"),
    "a table": inside("table"),
    "a paragraph in a paragraph": inside("paragraph", "paragraph"),
    "a list item without a list": inside("listItem"),
    "a list in a list": inside("bulletList", "bulletList"),
    "a block in a break": inside("paragraph", "hardBreak", "paragraph"),
    "a root in a root": inside("body"),
    "letters without a paragraph": loose_letters,
    "letters in a list": letters_in_a_list,
    "an embed": an_embed,
    "a script to link to": link_to("javascript:alert(1)"),
    "data to link to": link_to("data:text/html,x"),
    "a file to link to": link_to("file:///etc/passwd"),
    "a control in a link": link_to("https://a\tb"),
    "a link that is none": link_to({"a": 1}),
    "a link that is too long": link_to("https://" + "a" * 2_000),
    "a link with more": marked(link={"href": "https://a.se", "onclick": "x"}),
    "an unknown mark": marked(highlight={}),
    "bold with something": marked(bold={"style": "x"}),
    "a level there is not": with_attribute("heading", level=1),
    "a level in words": with_attribute("heading", level="3"),
    "a level that is yes": with_attribute("heading", level=True),
    "a class": with_attribute("paragraph", **{"class": "x"}),
    "a handler": with_attribute("paragraph", onclick="x"),
    "a start below nothing": with_attribute("orderedList", start=-1),
    "another root": other_fragment,
    "an array": root_array,
    "a map": root_map,
    "a plain text": root_text,
}


@pytest.mark.parametrize("make", FOREIGN.values(), ids=FOREIGN)
def test_what_the_schema_does_not_know_is_refused(make: Callable[[Doc[Any]], None]) -> None:
    document: Doc[Any] = Doc()
    make(document)

    assert refusal(document.get_update()) is Code.schema


@pytest.mark.parametrize("make", FOREIGN.values(), ids=FOREIGN)
def test_and_never_reaches_a_page_even_if_it_were_kept(make: Callable[[Doc[Any]], None]) -> None:
    document: Doc[Any] = Doc()
    make(document)

    page = html(document.get_update())

    assert not re.search(r"script|image|table|href=\"(?!https?:|mailto:)|onclick|class|<h1|style|passwd", page)


@pytest.mark.parametrize("href", ["https://a.se", "http://a.se/?q=<b>&amp;", "mailto:anna@a.se", "HTTPS://A.SE", "https://" + "a" * 1_992])
def test_an_address_may_be_linked(href: str) -> None:
    document: Doc[Any] = Doc()
    link_to(href)(document)

    assert refusal(document.get_update()) is None
    assert "<b>" not in html(document.get_update())
