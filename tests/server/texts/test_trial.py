"""What a text takes, and what would break it for all."""

from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc, get_state

from server.errors import Code, RefusedError
from server.texts import schema
from server.texts.document import EMPTY, html
from server.texts.shape import Shape
from server.texts.trial import judge
from server.texts.update import parse_state
from tests.server.texts.writing import block, inside, letters, refusal, rich, saying, varint


def test_everything_the_editor_makes_is_taken() -> None:
    document = rich()

    assert refusal(document.get_update()) is None
    page = html(document.get_update())
    assert '<h3 dir="auto">Where am I?</h3><p dir="auto">I <a href="https://example.se" rel="noopener noreferrer nofollow">' in page
    assert "<strong>can swim</strong></a> and read</p>" in page
    assert '<ol start="4"><li><p dir="auto">First</p></li><li><p dir="auto">Sond<br></p></li></ol>' in page


def test_nesting_ends_where_a_page_can_still_be_drawn() -> None:
    fits, deep = schema.MOST_DEPTH // 2 - 1, 2_000
    for lists, expected in ((fits, None), (deep, Code.schema)):
        document: Doc[Any] = Doc()
        inside(*(["bulletList", "listItem"] * lists), "paragraph")(document)
        assert refusal(document.get_update()) is expected
        if expected is None:
            assert html(document.get_update()).count("<ul>") == fits


def test_nesting_is_counted_across_updates() -> None:
    document: Doc[Any] = Doc()
    shape, parent, refused = Shape(EMPTY), None, None
    for _ in range(schema.MOST_DEPTH):
        before = document.get_state()
        parent = block(document, "listItem", parent=block(document, "bulletList", parent=parent))
        update = document.get_update(before)
        try:
            shape.take(judge(shape, update), len(update))
        except RefusedError as error:
            refused = error.code
            break

    assert refused is Code.schema


def test_an_update_that_builds_on_what_is_not_here_is_a_gap() -> None:
    document: Doc[Any] = Doc()
    run = letters(block(document, "paragraph", "First"))
    before = document.get_state()
    run += " second"
    later = document.get_update(before)

    assert refusal(later) is Code.gap
    assert refusal(later, document.get_update()) is None


def test_deleting_what_is_not_here_is_a_gap() -> None:
    assert refusal(varint(0) + varint(1) + varint(7) + varint(1) + varint(0) + varint(1)) is Code.gap


@pytest.mark.parametrize("junk", [b"", b"\x00", b"hello", b"\xff" * 40, b"\x00\x00\x00"])
def test_bytes_that_are_no_update_are_malformed(junk: bytes) -> None:
    assert refusal(junk) is Code.form


def test_empty_letters_are_malformed_for_a_client() -> None:
    nothing = varint(1) + varint(1) + varint(7) + varint(0) + b"\x04\x01\x04body" + varint(0) + varint(0)

    assert refusal(nothing) is Code.form


def chain(length: int, document: Doc[Any]) -> bytes:
    """Write letters of many clients, each beside the letters of the one that comes after it."""
    state = parse_state(get_state(document.get_update()))
    ((first, clock),) = state.items()
    out = varint(length)
    for client in range(1, length + 1):
        beside = varint(client + 1) + varint(0) if client < length else varint(first) + varint(clock - 1)
        out += varint(1) + varint(client) + varint(0) + b"\x84" + beside + b"\x01a"
    return out + varint(0)


def test_no_order_of_an_update_is_dear_to_judge() -> None:
    document: Doc[Any] = Doc()
    block(document, "paragraph", "words")
    update, tries = chain(3_000, document), 0

    class Counted(dict[int, Any]):
        def get(self, *given: Any) -> Any:
            nonlocal tries
            tries += 1
            return super().get(*given)

    shape = Shape(document.get_update())
    shape.runs = Counted(shape.runs)
    judge(shape, update)
    tries = 0
    shape.take(judge(shape, update), len(update))

    assert tries < 3_000 * 40
    assert shape.clock(3_000) == 1


def test_a_repeated_update_brings_nothing_new() -> None:
    update = saying("Twice")
    shape = Shape(update)

    again = judge(shape, update)

    assert shape.overlaps(again)
    assert parse_state(get_state(shape.only_new(update))) in ({}, parse_state(get_state(update)))
    assert judge(shape, shape.only_new(update)).structs == []


def test_a_start_may_be_a_float_as_javascript_writes_it() -> None:
    document: Doc[Any] = Doc()
    block(document, "orderedList", start=7.0)

    assert refusal(document.get_update()) is None
    assert '<ol start="7">' in html(document.get_update())
