from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.guide.models import GuideRole
from server.guide.own import OWN, own
from server.guide.plain import Block, Kind, blocks
from server.i18n import LANGUAGES, words


def test_headings_points_steps_and_paragraphs_are_told_apart() -> None:
    text = "# Why\n\nBecause it\nmatters.\n\nIt does.\n- One\n-  Two\n\n* Three\n1. First\n2) Second\n### Last"

    assert blocks(text) == [
        Block(Kind.heading, ("Why",)),
        Block(Kind.paragraph, ("Because it matters.",)),
        Block(Kind.paragraph, ("It does.",)),
        Block(Kind.points, ("One", "Two")),
        Block(Kind.points, ("Three",)),
        Block(Kind.steps, ("First", "Second")),
        Block(Kind.heading, ("Last",)),
    ]


@pytest.mark.parametrize("written", ["#", "-", "1.", "#Why", "-5 degrees", "2026. was a year", "<b>loud</b>", "[a](https://b.example)"])
def test_what_is_no_sign_of_ours_stays_letters(written: str) -> None:
    assert blocks(written) == [Block(Kind.paragraph, (written,))]


@pytest.mark.parametrize("empty", ["", "  ", "\n\n \t\n"])
def test_nothing_is_nothing(empty: str) -> None:
    assert blocks(empty) == []


@given(st.text(max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(line for block in blocks(text) for line in block.lines)
    letters = [letter for letter in text if letter.isalpha()]

    assert [letter for letter in kept if letter.isalpha()] == letters


@pytest.mark.parametrize("role", GuideRole)
@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_text_reads_back_as_it_is_meant(role: GuideRole, language: str) -> None:
    found = blocks(own(role, words(language)))
    said = [words(language).say(sentence) for _, sentence in OWN[role]]

    assert [line for block in found for line in block.lines] == said
    assert [block.kind for block in found].count(Kind.heading) == 3
    assert [block.kind for block in found].count(Kind.steps) == 1
