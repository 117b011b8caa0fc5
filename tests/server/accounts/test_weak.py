"""What is enough of a password, and what is not because somebody's name is in it."""

from __future__ import annotations

import pytest

from server.accounts.policy import Weak, weak


@pytest.mark.parametrize(
    ("user_name", "password"),
    [
        ("c@d.se", "a correct horse"),
        ("bo@hem.example", "a boat at sea"),
        ("al@hem.example", "an early train"),
        ("anna@hem.example", "hannah likes cats"),
        ("elsa.berg12", "els and bergen too"),
        ("", "a correct horse"),
    ],
)
def test_a_name_that_only_happens_to_stand_in_other_words_is_no_fault(user_name: str, password: str) -> None:
    assert weak(password, user_name) is None


@pytest.mark.parametrize(
    ("user_name", "password"),
    [
        ("anna@hem.example", "Anna 12345678"),
        ("anna@hem.example", "12345678anna99"),
        ("anna@hem.example", "anna@hem.example"),
        ("elsa.berg12", "elsa.berg12345"),
        ("åsa.öberg@hem.example", "ÅSA.ÖBERG-2026"),
    ],
)
def test_a_name_as_a_word_of_its_own_is(user_name: str, password: str) -> None:
    assert weak(password, user_name) is Weak.name


def test_the_other_rules_hold_whatever_the_name() -> None:
    assert weak("short", "c@d.se") is Weak.short
    assert weak("password123", "c@d.se") is Weak.common
