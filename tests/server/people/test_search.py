from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from server.people.actions import act_as, look_at, search
from server.people.actions.search import plain
from server.people.models import Picture, Profile, Relation, RelationKind, Shown
from server.work import Work

if TYPE_CHECKING:
    from tests.server.world import World


async def found(world: World, who: str, wanted: str) -> str:
    answer = await world.get(getattr(world.cast, who), f"/search?q={wanted}")
    assert answer.status_code == 200
    return answer.text.split("<main", 1)[1]


@pytest.mark.parametrize("shared", ["", "phone", "picture"])
async def test_everyone_finds_exactly_whom_they_may_know_of(world: World, shared: str) -> None:
    everyone = world.cast.everyone()
    if shared:
        said: dict[str, Any] = {"phone": "1" if shared == "phone" else "", f"{shared}_for": Shown.classes}
        await world.add(*(Profile(person_id=one.id, **said) for one in everyone.values()))
    if shared == "picture":
        await world.add(*(Picture(id=one.id, mark="x", large=b"large", small=b"small") for one in everyone.values()))
    async with world.visits.database.session() as session:
        for name, person in everyone.items():
            work = Work(session, await act_as(session, person))
            known = set(await look_at(work, everyone.values()))
            reached = {key for one in everyone.values() for key in (await search(work, one.given_name)).people}
            assert reached == known, name


async def test_accents_capitals_order_and_hyphens_do_not_matter(world: World) -> None:
    for wanted in ("lär", "LAR", "tore", "lar tor", "to lä", "  tore   l "):
        assert "Tore Lärare" in await found(world, "anna", wanted), wanted
    assert "Tore Lärare" not in await found(world, "anna", "rare")
    assert plain("Élise Øst-Ström") == "elise ost strom"
    assert plain("أحمد") == plain("احمد")


async def test_classes_and_schools_are_found_too(world: World) -> None:
    cast = world.cast
    page = await found(world, "anna", "4b")
    assert f"/classes/{cast.klass.id}" in page
    assert "Fjärran" not in page
    assert f"/schools/{cast.school.id}" in await found(world, "anna", "eks")
    assert f"/schools/{cast.far_school.id}" not in await found(world, "anna", "fja")


async def test_signs_of_the_database_and_the_page_are_only_letters(world: World) -> None:
    for wanted in ("%25", "_", "%5C", "'", "%00", "%3Cscript%3E", "%25%25%25", "x" * 5_000, "%F0%9F%98%80", "&page=999999999999"):
        page = await found(world, "principal", wanted)
        assert "<script>" not in page
        assert "Elsa" not in page


async def test_a_protected_pupil_is_found_by_those_granted_and_the_home_only(world: World) -> None:
    for who in ("elsa", "omar", "anna", "teacher", "observer", "principal", "admin", "far_principal", "stranger"):
        page = await found(world, who, "hanna")
        assert "Hanna Skyddad" not in page
        assert "Nothing with that name" in page
    for who in ("mentor", "hidden"):
        assert "Hanna Skyddad" in await found(world, who, "hanna")


async def test_each_is_led_to_the_page_that_is_open_to_them(world: World) -> None:
    assert f"/pupils/{world.cast.elsa.id}" in await found(world, "mentor", "elsa")
    assert f"/people/{world.cast.elsa.id}" in await found(world, "omar", "elsa")


async def test_many_come_page_by_page(world: World) -> None:
    await world.rows(
        "INSERT INTO person"
        " (id, organisation_id, source_id, given_name, family_name, email, protected, language, theme, letters, airy, aloud)"
        " SELECT gen_random_uuid(), $1, 'many' || n, 'Zoe', 'Number' || lpad(n::text, 3, '0'), '', false, 'en', '', 'usual', false, false"
        " FROM generate_series(1, 30) n",
        world.cast.organisation.id,
    )
    for row in await world.rows("SELECT id FROM person WHERE source_id LIKE 'many%'"):
        await world.add(Relation(person_id=row["id"], kind=RelationKind.pupil_in, class_id=world.cast.klass.id, source="test"))

    first, second = await found(world, "principal", "zoe"), await found(world, "principal", "zoe&page=2")

    assert (first.count("Zoe Number"), second.count("Zoe Number")) == (25, 5)
    assert "page=2" in first
    assert "Zoe" not in await found(world, "far_principal", "zoe")
    await world.rows("DELETE FROM relation WHERE source = 'test'")
    await world.rows("DELETE FROM person WHERE source_id LIKE 'many%'")
