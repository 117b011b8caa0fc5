"""User names are typed on any keyboard, are nobody else's, and do not say who is protected."""

from __future__ import annotations

from itertools import islice
from uuid import uuid4

import pytest

from server.accounts.actions.usernames import candidates
from server.people.models import Person


def person(name: str, email: str = "", *, protected: bool = False) -> Person:
    given, _, family = name.partition(" ")
    return Person(organisation_id=uuid4(), source_id="x", given_name=given, family_name=family, email=email, protected=protected)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("Åsa Öberg", "asa.oberg"),
        ("Zoë Ó Briain", "zoe.o"),
        ("Søren Łuczak", "soren.luczak"),
        ("Anna-Karin von Essen", "annakarin.von"),
        ("مريم عزيز", "person"),
        ("Li", "li"),
        ("'; DROP--", "drop"),
        ("x" * 500, "x" * 24),
    ],
)
def test_a_name_becomes_plain_letters(name: str, begins: str) -> None:
    for one in islice(candidates(person(name), pupil=True), 20):
        assert one.removeprefix(begins).isdigit()
        assert one == one.lower()
        assert one.isascii()


def test_a_grown_up_signs_in_with_the_address_and_a_pupil_does_not() -> None:
    anna = person("Anna Berg", "Anna@Hem.Example")
    assert next(candidates(anna, pupil=False)) == "anna@hem.example"
    assert next(candidates(anna, pupil=True)).startswith("anna.berg")


def test_a_protected_person_is_in_no_user_name() -> None:
    for one in islice(candidates(person("Hanna Skyddad", "hanna@hem.example", protected=True), pupil=False), 20):
        assert "hanna" not in one
        assert "skyddad" not in one
        assert len(one) == 10
