"""Who sees which detail of whom: the table, walked as everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.people.models import Household, Picture, Profile, Relation, RelationKind, Shown
from tests.server.people.ties import tie
from tests.server.rights import people
from tests.server.things import Things

if TYPE_CHECKING:
    from server.people.models import Person
    from tests.server.world import World

# Whose telephone, to whom it is shown, and who then reads it. Nobody else does, on no page.
TABLE = """
whose        | shown to | who reads it
elsa         | staff    | all admin
elsa         | classes  | ours
anna         | staff    | anna staff admin
anna         | classes  | ours
bo           | classes  | ours
omars_mother | staff    | omars_mother staff admin
omars_mother | classes  | ours
hidden       | staff    | hidden mentor
hidden       | classes  | hidden mentor
mentor       | staff    | staff admin
mentor       | classes  | ours
teacher      | staff    | staff admin
teacher      | classes  | ours
principal    | staff    | staff admin
principal    | classes  | ours
far          | staff    | theirs director
far          | classes  | theirs director
far_teacher  | classes  | theirs director
foreign      | classes  | foreign stranger
stranger     | classes  | foreign stranger
"""
NUMBER = "070-123 45 67"


def rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


async def show(world: World, whose: Person, shown: str) -> None:
    await world.add(Profile(person_id=whose.id, phone=NUMBER, phone_for=Shown(shown)))


async def readers(world: World, whose: Person) -> set[str]:
    """Give who reads the telephone on the person's own page."""
    everyone = world.cast.everyone().items()
    return {name for name, person in everyone if NUMBER in (await world.get(person, f"/people/{whose.id}")).text}


@pytest.mark.parametrize(("whose", "shown", "who"), rows())
async def test_a_detail_is_read_by_whom_it_is_shown_to_and_nobody_else(world: World, whose: str, shown: str, who: str) -> None:
    await show(world, getattr(world.cast, whose), shown)

    assert await readers(world, getattr(world.cast, whose)) == people(who)


@pytest.mark.parametrize("shown", ["staff", "classes"])
async def test_the_lists_say_the_same(world: World, shown: str) -> None:
    cast = world.cast
    await show(world, cast.anna, shown)
    readers = {"anna", "mentor", "principal", "admin"} | ({"omars_mother", "omar", "bo", "elsa"} if shown == "classes" else set())

    for name in ("anna", "bo", "elsa", "omar", "omars_mother", "mentor", "principal", "admin"):
        page = (await world.get(getattr(cast, name), f"/classes/{cast.klass.id}/list")).text
        assert (NUMBER in page) == (name in readers), name
        assert "Elsa Berg" in page
        assert ("Hanna" in page) == (name == "mentor")


async def test_a_classmates_home_is_known_by_name_only_when_it_shows_something(world: World) -> None:
    address = f"/classes/{world.cast.klass.id}/list"
    assert "Anna Berg" not in (await world.get(world.cast.omars_mother, address)).text
    assert "Anna Berg" in (await world.get(world.cast.bo, address)).text

    await show(world, world.cast.anna, "classes")

    assert "Anna Berg" in (await world.get(world.cast.omars_mother, address)).text


async def test_a_picture_that_is_shown_to_the_class_is_something_shown(world: World) -> None:
    cast, address = world.cast, f"/classes/{world.cast.klass.id}/list"
    face = f"/people/{cast.anna.id}/picture"
    await world.add(Profile(person_id=cast.anna.id, picture_for=Shown.classes))
    assert "Anna Berg" not in (await world.get(cast.omars_mother, address)).text, "there is no picture yet"
    assert (await world.get(cast.omars_mother, f"/people/{cast.anna.id}")).status_code == 404

    await world.add(Picture(id=cast.anna.id, mark="x", large=b"large", small=b"small"))

    for page in (address, f"/people/{cast.anna.id}", "/search?q=anna"):
        assert face in (await world.get(cast.omars_mother, page)).text, page
    assert (await world.get(cast.omars_mother, face)).status_code == 200
    assert (await world.get(cast.far, face)).status_code == 404
    await world.rows("UPDATE profile SET picture_for = 'staff'")
    assert "Anna Berg" not in (await world.get(cast.omars_mother, address)).text
    assert face in (await world.get(cast.mentor, address)).text
    assert face not in (await world.get(cast.bo, address)).text, "the name is known to him, the face is not shown"


async def test_an_ended_relation_ends_the_sight_both_ways(world: World) -> None:
    await show(world, world.cast.anna, "classes")
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.anna.id)

    assert await readers(world, world.cast.anna) == {"anna"}
    assert (await world.get(world.cast.anna, f"/people/{world.cast.elsa.id}")).status_code == 404


async def test_an_adult_with_protected_identity_is_seen_by_name_at_home_and_by_no_staff(world: World) -> None:
    await show(world, world.cast.anna, "classes")
    await world.rows("UPDATE person SET protected = true WHERE id = $1", world.cast.anna.id)

    assert await readers(world, world.cast.anna) == {"anna"}
    for name in ("bo", "omars_mother", "mentor", "principal", "admin", "teacher"):
        for address in (f"/classes/{world.cast.klass.id}/list", f"/pupils/{world.cast.elsa.id}", "/search?q=anna"):
            assert "Anna Berg" not in (await world.get(getattr(world.cast, name), address)).text, (name, address)
    assert "Anna Berg" in (await world.get(world.cast.elsa, f"/pupils/{world.cast.elsa.id}")).text


async def test_the_home_of_a_protected_child_shows_nothing_that_leads_there_through_a_sibling(world: World) -> None:
    mother, cast = world.cast.omars_mother, world.cast
    home = Household(organisation_id=cast.organisation.id, source_id="hanna")
    await world.add(
        home,
        Relation(person_id=mother.id, kind=RelationKind.guardian_of, pupil_id=cast.hidden.id, household_id=home.id, source="test"),
    )
    await show(world, mother, "classes")

    assert await readers(world, mother) == {"omars_mother", "mentor"}
    page = (await world.get(mother, "/settings")).text
    assert "Your child has protected identity" in page
    for name in ("teacher", "principal", "anna"):
        assert "Hanna" not in (await world.get(getattr(cast, name), f"/people/{mother.id}")).text
    await world.rows("DELETE FROM relation WHERE source = 'test'")
    await world.rows("DELETE FROM household WHERE id = $1", home.id)


async def test_the_languages_are_for_the_staff(world: World) -> None:
    await world.add(Profile(person_id=world.cast.anna.id, about="I bake", interpreter="Tigrinya", phone=NUMBER, phone_for=Shown.classes))
    address = f"/people/{world.cast.anna.id}"

    for name in ("mentor", "teacher", "anna"):
        assert "Tigrinya" in (await world.get(getattr(world.cast, name), address)).text
    page = (await world.get(world.cast.omars_mother, address)).text
    assert "Tigrinya" not in page
    assert "I bake" in page


async def test_who_teaches_another_class_of_the_school_knows_a_pupil_and_opens_no_page_of_hers(world: World) -> None:
    await tie(world, world.cast.far_teacher, RelationKind.teacher_in, class_id=await Things(world).to("5B"))

    assert (await world.get(world.cast.far_teacher, f"/people/{world.cast.elsa.id}")).status_code == 200
    for address in (f"/pupils/{world.cast.elsa.id}", world.home):
        assert (await world.get(world.cast.far_teacher, address)).status_code == 404, address
