from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from tests.server.world import World

YEAR = {"title": "2030/31", "first_day": "2030-08-15", "last_day": "2031-06-15"}
AUTUMN = {"title": "Autumn", "first_day": "2030-08-15", "last_day": "2030-12-20"}


async def add_year(world: World, **fields: str) -> UUID:
    key = new()
    assert (await world.post(world.cast.director, "/organisation/years", id=key, **{**YEAR, **fields})).status_code == 303
    return key


async def add_term(world: World, year: UUID, **fields: str) -> UUID:
    key = new()
    answer = await world.post(world.cast.director, f"/organisation/years/{year}/terms", id=key, **{**AUTUMN, **fields})
    assert answer.status_code == 303, answer.text
    return key


async def test_a_year_and_its_terms_stand_on_the_pages(world: World) -> None:
    year = await add_year(world)
    await add_term(world, year)
    await add_term(world, year, title="Spring", first_day="2031-01-10", last_day="2031-06-15")

    page = (await world.get(world.cast.director, f"/organisation/years/{year}")).text
    assert page.index("Autumn") < page.index("Spring")
    assert "15 August 2030" in page
    for who in (world.cast.director, world.cast.admin):
        assert "2030/31" in (await world.get(who, "/organisation")).text
    assert "Add a term" not in (await world.get(world.cast.admin, f"/organisation/years/{year}")).text
    assert await world.events() == ["school_year_set", "term_set", "term_set"]


async def test_sent_twice_it_is_added_once(world: World) -> None:
    key = new()
    for _ in range(2):
        assert (await world.post(world.cast.director, "/organisation/years", id=key, **YEAR)).status_code == 303
        assert (await world.post(world.cast.director, "/organisation/schools", id=key, name="New school")).status_code == 303

    assert await world.value("SELECT count(*) FROM school_year") == 1
    assert await world.value("SELECT count(*) FROM school WHERE source_id LIKE 'hand:%'") == 1
    assert await world.events() == ["school_year_set", "school_added"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first_day": "2031-06-15", "last_day": "2030-08-15"}, "The last day must come after the first."),
        ({"first_day": "2031-06-15", "last_day": "2032-06-01"}, "It overlaps another school year."),
        ({"first_day": "1026-08-15", "last_day": "1027-06-15"}, "This day is too far away to be right."),
        ({"first_day": "2040-08-15", "last_day": "2050-06-15"}, "This is longer than a school year."),
        ({"first_day": "2040-02-30"}, "This is not a day."),
        ({"title": " "}, "This must be filled in."),
    ],
)
async def test_days_that_make_no_sense_change_nothing(world: World, fields: dict[str, str], sentence: str) -> None:
    await add_year(world)

    answer = await world.post(world.cast.director, "/organisation/years", id=new(), **{**YEAR, **fields})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert await world.value("SELECT count(*) FROM school_year") == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first_day": "2030-12-01", "last_day": "2031-06-01"}, "It overlaps another term."),
        ({"first_day": "2031-01-10", "last_day": "2031-07-01"}, "A term must lie within its school year."),
    ],
)
async def test_terms_lie_apart_and_within_their_year(world: World, fields: dict[str, str], sentence: str) -> None:
    year = await add_year(world)
    await add_term(world, year)

    answer = await world.post(world.cast.director, f"/organisation/years/{year}/terms", id=new(), **{**AUTUMN, **fields})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert await world.value("SELECT count(*) FROM term WHERE source_id LIKE 'hand:%'") == 1


async def post(world: World, address: str, sentence: str = "", **fields: Any) -> None:
    """Send a form as the director; refused with a sentence, if there is one."""
    answer = await world.post(world.cast.director, address, **fields)
    assert answer.status_code == (422 if sentence else 303)
    assert sentence in answer.text


async def test_a_term_is_changed_and_removed_unless_a_class_uses_it(world: World) -> None:
    year = await add_year(world)
    term = await add_term(world, year)
    await post(world, f"/organisation/terms/{term}", **{**AUTUMN, "title": "Fall"})
    assert "Fall" in (await world.get(world.cast.director, "/organisation")).text
    await world.rows("UPDATE class SET term_id = $1 WHERE id = $2", term, world.cast.klass.id)

    await post(world, f"/organisation/terms/{term}/removed", "A class or a plan belongs to this term")
    await post(world, f"/organisation/years/{year}/removed", "It still has terms.")
    await post(
        world, f"/organisation/years/{year}", "A term of this school year would fall outside it.", **{**YEAR, "first_day": "2030-09-01"}
    )

    await world.rows("UPDATE class SET term_id = NULL")
    await post(world, f"/organisation/terms/{term}/removed")
    await post(world, f"/organisation/years/{year}/removed")
    assert await world.value("SELECT count(*) FROM school_year") == 0


async def test_no_two_schools_have_one_name(world: World) -> None:
    await post(world, "/organisation/schools", "There is already a school with this name.", id=new(), name="EKSKOLAN")
    key = new()
    await post(world, "/organisation/schools", id=key, name="Lindskolan")
    await post(world, f"/organisation/schools/{key}", name="Almskolan")

    page = (await world.get(world.cast.director, "/organisation")).text
    assert "Almskolan" in page
    assert "Lindskolan" not in page


async def test_the_administrator_of_one_school_sees_only_that_one(world: World) -> None:
    page = (await world.get(world.cast.admin, "/organisation")).text

    assert "Ekskolan" in page
    assert "Fjärran" not in page
    assert "Merge" not in page
    assert 'href="/organisation"' in (await world.get(world.cast.admin, "/")).text
    assert 'href="/organisation"' not in (await world.get(world.cast.principal, "/")).text
