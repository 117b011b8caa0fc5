from __future__ import annotations

import pytest

from server.organisation.actions.naming import propose
from server.organisation.models import Way


@pytest.mark.parametrize(
    ("name", "year", "new", "new_year"),
    [
        ("4B", "4", "5B", "5"),
        ("4B", "", "5B", "5"),
        ("F", "F", "1", "1"),
        ("FA", "0", "1A", "1"),
        ("F-A", "F", "1A", "1"),
        ("0B", "0", "1B", "1"),
        ("F", "", "1", "1"),
        ("Förskoleklass", "F", "1", "1"),
        ("Fjärilarna", "2", "Fjärilarna", "3"),
        ("Na1", "", "Na2", "2"),
        ("EK2b", "2", "EK3b", "3"),
        ("NA24a", "", "NA24a", ""),
        ("Blå 7", "7", "Blå 8", "8"),
        ("8:2", "8", "9:2", "9"),
    ],
)
def test_a_class_moves_up_by_the_habits_of_the_schools(name: str, year: str, new: str, new_year: str) -> None:
    assert propose(name, year) == (propose(name, year).__class__)(Way.up, new, new_year)


@pytest.mark.parametrize(
    ("name", "year", "highest"), [("9A", "9", 9), ("Na3", "", 3), ("6B", "6", 6), ("3", "3", 3), ("9B", "5", 9), ("9 b", "8", 9)]
)
def test_the_last_year_leaves(name: str, year: str, highest: int) -> None:
    assert propose(name, year, highest).way is Way.leaves


def test_the_sixth_year_goes_on_where_there_is_a_seventh() -> None:
    assert propose("6B", "6", 9).way is Way.up


@pytest.mark.parametrize(("name", "year"), [("4/5", "4/5"), ("F-1", ""), ("Ekorren", ""), ("Studion", "x")])
def test_what_cannot_be_known_stays(name: str, year: str) -> None:
    assert propose(name, year).way is Way.stays
    assert propose(name, year).name == name
