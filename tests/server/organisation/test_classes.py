"""A school without a roster: its classes and its people are added by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.server.schools.test_import import ROSTER, apply, upload
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from tests.server.world import World


async def school_by_hand(world: World) -> UUID:
    key = new()
    await world.post(world.cast.director, "/organisation/schools", id=key, name="Lindskolan")
    return key


async def klass_in(world: World, school: UUID, **fields: str) -> UUID:
    key = new()
    answer = await world.post(world.cast.director, f"/schools/{school}/classes", id=key, **{"name": "1A", "year": "1", **fields})
    assert answer.status_code == 303, answer.text
    return key


async def test_a_school_by_hand_gets_a_class_a_pupil_a_teacher_a_mentor_and_a_guardian(own: World) -> None:
    director, school = own.cast.director, await school_by_hand(own)
    assert "Add a class by hand" in (await own.get(director, f"/schools/{school}")).text
    klass = await klass_in(own, school)
    names = {"family_name": "Lind", "reason": "New school"}
    await own.post(director, f"/classes/{klass}/relations", kind="pupil_in", given_name="Alma", born="2018-05-17", **names)
    pupil = await own.value("SELECT id FROM person WHERE given_name = 'Alma'")
    for kind, given, where in (
        ("teacher_in", "Tage", f"/classes/{klass}"),
        ("mentor_of", "Moa", f"/pupils/{pupil}"),
        ("guardian_of", "Gun", f"/pupils/{pupil}"),
        ("principal_of", "Pelle", f"/schools/{school}"),
    ):
        answer = await own.post(director, f"{where}/relations", kind=kind, given_name=given, household="apart", **names)
        assert answer.status_code == 303, answer.text

    held = await own.rows(
        "SELECT r.kind::text, p.given_name FROM relation r JOIN person p ON p.id = r.person_id WHERE p.family_name = 'Lind' ORDER BY 2"
    )
    assert [tuple(one) for one in held if one["given_name"] != "Bo"] == [
        ("pupil_in", "Alma"),
        ("guardian_of", "Gun"),
        ("mentor_of", "Moa"),
        ("principal_of", "Pelle"),
        ("teacher_in", "Tage"),
    ]
    assert str(await own.value("SELECT born FROM person WHERE id = $1", pupil)) == "2018-05-17"
    moa = await own.value("SELECT id FROM person WHERE given_name = 'Moa'")
    page = (await own.get(director, f"/schools/{school}/accounts?class={klass}")).text
    assert "Alma Lind" in page
    assert str(moa)


async def test_no_roster_ends_what_was_added_by_hand(own: World) -> None:
    director, school = own.cast.director, await school_by_hand(own)
    klass = await klass_in(own, school)
    await own.post(director, f"/classes/{klass}/relations", kind="pupil_in", given_name="Alma", family_name="Lind", reason="x")

    await apply(own, await upload(own, ROSTER))

    held = "SELECT count(*) FROM relation WHERE class_id = $1 AND until IS NULL"
    assert await own.value(held, klass) == 1


async def test_a_roster_that_names_the_class_takes_it_for_its_own(own: World) -> None:
    klass = await klass_in(own, own.cast.school.id, name="2A", year="2")
    await apply(own, await upload(own, ROSTER + "Elev;nils;Nils;Ny;Ekskolan;2A;;;;\r\n"))
    nils = await own.value("SELECT id FROM person WHERE source_id = 'nils'")
    assert await own.value("SELECT class_id FROM relation WHERE person_id = $1", nils) == klass


async def test_sent_twice_a_class_is_added_once_and_no_two_have_one_name(world: World) -> None:
    address, key = f"/schools/{world.cast.school.id}/classes", new()
    for _ in range(2):
        assert (await world.post(world.cast.admin, address, id=key, name="9X")).status_code == 303
    for name in ("9x", "4b"):
        answer = await world.post(world.cast.admin, address, id=new(), name=name)
        assert answer.status_code == 422
        assert "There is already a class with this name." in answer.text
    assert await world.events() == ["class_added"]


async def test_a_class_by_hand_can_be_called_something_else_and_one_of_the_roster_cannot(world: World) -> None:
    key = new()
    await world.post(world.cast.admin, f"/schools/{world.cast.school.id}/classes", id=key, name="Körs", subject="Musik")
    assert "Change the class" in (await world.get(world.cast.admin, f"/classes/{key}/relations")).text
    assert "Change the class" not in (await world.get(world.cast.admin, f"/classes/{world.cast.klass.id}/relations")).text

    for _ in range(2):
        await world.post(world.cast.admin, f"/classes/{key}/name", name="Kören", subject="Musik", year="7-9")

    row = (await world.rows("SELECT name, year, subject, kind::text FROM class WHERE id = $1", key))[0]
    assert tuple(row) == ("Kören", "7-9", "Musik", "group")
    assert await world.events() == ["class_added", "class_changed"]
