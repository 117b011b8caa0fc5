"""The pages of people: a school's staff, a pupil's page, a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.people.models import Profile, Relation, RelationKind, Shown
from tests.server.people.ties import tie

if TYPE_CHECKING:
    from tests.server.world import World


async def page(world: World, who: str, address: str) -> str:
    answer = await world.get(getattr(world.cast, who), address)
    assert answer.status_code == 200
    return answer.text


async def test_the_staff_list_says_who_does_what(world: World) -> None:
    for who in ("anna", "elsa", "teacher", "admin"):
        found = await page(world, who, f"/schools/{world.cast.school.id}/staff")
        for name in ("Maja Mentor", "Tore Lärare", "Olga Special", "Pia Rektor", "Adam Admin"):
            assert name in found
        assert "Matematik" in found
        assert "Fanny" not in found
        assert "Elsa" not in found.split("<main", 1)[1]


async def test_a_mentor_is_called_that_and_not_the_classs_teacher_too(world: World) -> None:
    found = " ".join((await page(world, "anna", f"/schools/{world.cast.school.id}/staff")).split())

    assert 'Maja Mentor</a><span class="under soft small">Mentor: <span dir="auto">4B</span></span>' in found
    assert 'Tore Lärare</a><span class="under soft small">Teacher: <span dir="auto">Matematik</span></span>' in found


async def test_staff_with_protected_identity_are_in_no_staff_list(world: World) -> None:
    await world.rows("UPDATE person SET protected = true WHERE id = $1", world.cast.teacher.id)

    for who in ("anna", "mentor", "principal"):
        assert "Tore" not in await page(world, who, f"/schools/{world.cast.school.id}/staff")
        assert "Tore" not in await page(world, who, f"/classes/{world.cast.klass.id}")
    assert "Tore" in await page(world, "teacher", f"/schools/{world.cast.school.id}/staff")


async def test_the_pupils_page_shows_who_is_around_and_the_way_to_the_plan(world: World) -> None:
    for who in ("elsa", "anna", "mentor", "teacher", "observer", "principal"):
        found = await page(world, who, f"/pupils/{world.cast.elsa.id}")
        for name in ("Anna Berg", "Bo Lind", "Maja Mentor", "Tore Lärare", "Matematik"):
            assert name in found
        assert f'href="{world.home}"' in found
    assert "/plans/" not in await page(world, "admin", f"/pupils/{world.cast.elsa.id}")


async def test_the_relations_are_for_those_who_run_the_school(world: World) -> None:
    for who, there in {"admin": True, "principal": True, "mentor": False, "anna": False, "observer": False}.items():
        assert (f"/pupils/{world.cast.elsa.id}/relations" in await page(world, who, f"/pupils/{world.cast.elsa.id}")) == there


async def test_a_class_shows_who_teaches_its_pupils(world: World) -> None:
    found = await page(world, "anna", f"/classes/{world.cast.klass.id}")

    assert "Tore Lärare" in found
    assert "Maja Mentor" in found


async def test_a_person_is_known_by_what_one_may_know(world: World) -> None:
    assert 'Pupil: <span dir="auto">4B' in await page(world, "omar", f"/people/{world.cast.elsa.id}")
    assert 'Guardian: <span dir="auto">Elsa Berg' in await page(world, "mentor", f"/people/{world.cast.anna.id}")
    mentor = await page(world, "principal", f"/people/{world.cast.mentor.id}")
    assert "Mentor" in mentor
    assert "Hanna" not in mentor


async def test_what_somebody_is_elsewhere_is_not_said_here(world: World) -> None:
    cast, mother = world.cast, world.cast.omars_mother
    await world.add(
        Relation(person_id=mother.id, kind=RelationKind.guardian_of, pupil_id=cast.far.id, source="test"),
        Relation(person_id=cast.mentor.id, kind=RelationKind.observer_in, school_id=cast.far_school.id, source="test"),
        Profile(person_id=mother.id, phone="070", phone_for=Shown.classes),
    )

    for who in ("anna", "omar", "teacher", "principal"):
        found = await page(world, who, f"/people/{mother.id}")
        assert "Omar Aziz" in found
        assert "Frida" not in found
        assert "Special educator" not in await page(world, who, f"/people/{cast.mentor.id}")
    assert "Frida" in await page(world, "far_principal", f"/people/{mother.id}")
    await world.rows("DELETE FROM relation WHERE source = 'test'")


async def test_a_teacher_is_known_by_subject_and_class_and_not_by_the_school_beside_them(world: World) -> None:
    await tie(world, world.cast.teacher, RelationKind.teacher_in, class_id=world.cast.klass.id)

    for who in ("anna", "mentor", "admin", "director"):
        found = await page(world, who, f"/people/{world.cast.teacher.id}")
        assert 'Teacher: <span dir="auto">4B, Matematik</span>' in found, who
