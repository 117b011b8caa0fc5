"""Reading updates that Yjs wrote, and refusing bytes that it did not."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, get_state

from server.texts.lib0 import BrokenUpdateError
from server.texts.update import Kind, parse, parse_state
from tests.server.texts.writing import block, letters, saying, varint


@given(st.text(max_size=60))
def test_clocks_count_as_the_browser_counts(words: str) -> None:
    update = saying(words)

    structs = parse(update).structs

    assert {one.client: one.clock + one.length for one in structs} == parse_state(get_state(update))
    assert sum(one.length for one in structs if one.kind == Kind.STRING) == len(words.encode("utf-16-le")) // 2


def test_what_is_deleted_is_read_too() -> None:
    document: Doc[Any] = Doc()
    run = letters(block(document, "paragraph", "abcdef"))
    del run[1:4]

    ((client, clock, length),) = parse(document.get_update()).deletes

    assert client == document.client_id
    assert length == 3
    assert clock > 0


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (parse, parse_state):
        with suppress(BrokenUpdateError):
            read(data)


@given(st.data())
def test_a_part_of_an_update_is_no_update(data: st.DataObject) -> None:
    update = saying("Some words, and more")

    with pytest.raises(BrokenUpdateError):
        parse(update[: data.draw(st.integers(0, len(update) - 1))])


def test_what_follows_after_an_update_is_refused() -> None:
    with pytest.raises(BrokenUpdateError):
        parse(saying("Words") + b"\x00")


@pytest.mark.parametrize(
    "data",
    [
        varint(2**53) + b"\x00",
        varint(1) + varint(1) + varint(2**53) + varint(0) + b"\x00\x01" + varint(0),
        varint(1) + varint(1) + varint(7) + varint(0) + b"\x00" + varint(2**40) + varint(0),
        varint(1) + varint(1) + varint(7) + varint(2**31) + b"\x00\x01" + varint(0),
        varint(2**50),
        b"\xff" * 12,
        varint(1) + varint(1) + varint(7) + varint(0) + b"\x00\x00" + varint(0),
        varint(1) + varint(1) + varint(7) + varint(0) + b"\x1f\x01" + varint(0),
    ],
    ids=["count", "client", "length", "clock", "many of nothing", "endless number", "no length", "no such kind"],
)
def test_numbers_that_no_client_counts_to_are_refused(data: bytes) -> None:
    with pytest.raises(BrokenUpdateError):
        parse(data)


@pytest.mark.parametrize("letter", [b"\xed\xa0\x80", b"\xff\xfe\xfd", b"\xc0\x80a"])
def test_letters_that_are_none_are_refused(letter: bytes) -> None:
    data = varint(1) + varint(1) + varint(7) + varint(0) + b"\x04\x01\x04body" + varint(len(letter)) + letter + varint(0)

    with pytest.raises(BrokenUpdateError):
        parse(data)


def test_a_value_within_a_value_within_a_value_ends_somewhere() -> None:
    deep = b"\x75\x01" * 5_000 + b"\x7e"
    data = varint(1) + varint(1) + varint(7) + varint(0) + b"\x08\x01\x04body\x01" + deep + varint(0)

    with pytest.raises(BrokenUpdateError):
        parse(data)
