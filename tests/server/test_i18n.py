from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from server.columns import now
from server.i18n import LANGUAGES, negotiate, words, zone

if TYPE_CHECKING:
    from tests.server.world import World


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("ar", "ar"),
        ("ar-SA,ar;q=0.9,en;q=0.8", "ar"),
        ("de-DE,de;q=0.9,en;q=0.7", "en"),
        ("SV-se", "sv"),
        ("de,fr", "sv"),
        ("", "sv"),
        (";;;,,,q=1", "sv"),
        ("*", "sv"),
        ("svenska", "sv"),
    ],
)
def test_the_first_language_that_is_ours_is_taken(accepted: str, expected: str) -> None:
    assert negotiate(accepted, "sv") == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_counts_in_its_own_way(language: str) -> None:
    said = [words(language).count("A goal is reworded", "Goals are reworded, {n} times", n) for n in (1, 2, 11, 100)]

    assert all(said)
    assert "11" in said[2]


def test_arabic_reads_from_right_to_left_and_tells_two_from_many() -> None:
    arabic = words("ar")

    assert arabic.direction == "rtl"
    assert len(arabic.say("Start")) > 0
    assert {words(language).direction for language in ("sv", "en")} == {"ltr"}


def test_a_language_there_is_not_is_the_first() -> None:
    assert words("xx").language == "sv"


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_moments_are_written_as_people_write_them(language: str) -> None:
    day, moment = date(2026, 12, 1), datetime(2026, 12, 1, 13, 5, tzinfo=UTC)

    assert words(language).day(day) != day.isoformat()
    assert words(language).moment(moment) != words(language).moment(moment + timedelta(minutes=1))


def test_what_has_just_happened_is_said_so() -> None:
    english = words("en")

    assert english.when(now()) == "just now"
    assert english.when(now() - timedelta(minutes=5)) == "5 minutes ago"
    assert english.when(now() - timedelta(hours=3)) == "3 hours ago"
    assert english.when(datetime(2020, 2, 29, 12, tzinfo=UTC)) == "29 February 2020"


def test_a_clock_that_is_ahead_says_just_now() -> None:
    assert words("en").when(now() + timedelta(seconds=30)) == "just now"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_pages_sentences_are_where_the_page_looks_for_them(world: World, language: str) -> None:
    await world.rows("UPDATE person SET language = $2 WHERE id = $1", world.cast.anna.id, language)
    page = (await world.get(world.cast.anna, "/")).text
    address = page.split('data-words="')[1].split('"')[0]

    answer = await world.get(None, address)

    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    said = json.loads(answer.text)
    assert said["language"] == language
    assert said["messages"]


@pytest.mark.parametrize("address", ["/words/sv.000000000000.json", "/words/xx.1.json", "/words/..%2f.json", "/words/sv..json"])
async def test_sentences_of_another_build_are_not_there(world: World, address: str) -> None:
    assert (await world.get(None, address)).status_code == 404


@pytest.mark.parametrize(("language", "greeting"), [("sv", "Hej"), ("en", "Hello"), ("ar", "مرحب")])
async def test_each_reads_in_the_own_language(world: World, language: str, greeting: str) -> None:
    await world.rows("UPDATE person SET language = $2 WHERE id = $1", world.cast.anna.id, language)

    assert greeting in (await world.get(world.cast.anna, "/")).text


@pytest.mark.parametrize("address", ["/nowhere", "/plans/00000000-0000-0000-0000-000000000000"])
async def test_a_refusal_is_said_in_ones_own_language(world: World, address: str) -> None:
    await world.rows("UPDATE person SET language = 'sv' WHERE id = $1", world.cast.anna.id)

    answer = await world.get(world.cast.anna, address)

    assert answer.status_code == 404
    assert '<html lang="sv"' in answer.text


async def test_a_visitor_is_answered_in_the_browsers_language(world: World) -> None:
    assert '<html lang="ar"' in (await world.get(None, "/sign-in", **{"Accept-Language": "ar,en"})).text


@pytest.mark.parametrize(("month", "hour"), [(1, "13:05"), (7, "14:05")])
def test_a_moment_is_told_by_the_clock_at_school_in_winter_and_summer(month: int, hour: str) -> None:
    moment = datetime(2026, month, 15, 12, 5, tzinfo=UTC)

    assert words("sv").moment(moment).endswith(hour)
    assert words("sv").moment(moment.astimezone(zone())).endswith(hour)


def test_an_evening_is_of_the_day_it_is_at_school() -> None:
    late = datetime(2026, 1, 15, 23, 30, tzinfo=UTC)

    assert words("en").day(late) == words("en").when(late) == "16 January 2026"
