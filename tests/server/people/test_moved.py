"""A pupil moves to another class or another school of the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from server.people.models import RelationKind
from tests.server.people.ties import sentence, tie
from tests.server.things import Things

if TYPE_CHECKING:
    from uuid import UUID

    from server.people.models import Person
    from tests.server.world import World


async def far_class(world: World) -> UUID:
    found: UUID = world.cast.far_plan.class_id
    return found


async def move(world: World, to: object) -> None:
    answer = await world.post(world.cast.admin, f"/pupils/{world.cast.elsa.id}/class", to=to, reason="The family moves")
    assert answer.status_code == 303, answer.text


@pytest_asyncio.fixture(loop_scope="session")
async def moved(world: World) -> World:
    """Give a world in which Elsa's plan was locked once and opened again, and she goes to the other school now."""
    await world.agree()
    await world.post(world.cast.principal, f"{world.home}/phase", phase="talk", reason="One more thing")
    await world.thread(world.cast.mentor, words="Between us")
    await tie(world, world.cast.admin, RelationKind.admin_of, organisation_id=world.cast.organisation.id)
    await move(world, await far_class(world))
    return world


async def over(world: World, person: Person) -> int:
    return (await world.get(person, f"/pupils/{world.cast.elsa.id}/handed-over")).status_code


async def test_the_old_schools_staff_see_nothing_from_that_moment(moved: World) -> None:
    cast = moved.cast
    for person in (cast.mentor, cast.teacher, cast.observer, cast.principal):
        for address in (moved.home, f"{moved.home}/goals", f"{moved.home}/versions/1"):
            assert (await moved.get(person, address)).status_code == 404, (person.name, address)
        assert await over(moved, person) == 404
        assert "Elsa" not in (await moved.get(person, "/")).text
        assert "Elsa" not in (await moved.get(person, f"/classes/{cast.klass.id}")).text


async def test_a_mentor_whose_relation_was_forgotten_is_out_too(moved: World) -> None:
    await tie(moved, moved.cast.mentor, RelationKind.mentor_of, pupil_id=moved.cast.elsa.id)

    assert (await moved.get(moved.cast.mentor, moved.home)).status_code == 404
    assert await over(moved, moved.cast.mentor) == 404
    assert "Elsa" not in (await moved.get(moved.cast.mentor, "/")).text


async def test_the_new_schools_staff_read_what_was_locked_and_the_active_goals_and_nothing_else(moved: World) -> None:
    cast = moved.cast
    for person in (cast.far_teacher, cast.far_observer, cast.far_principal):
        assert await over(moved, person) == 200
        for address in (moved.home, f"{moved.home}/texts", f"{moved.home}/comments", f"{moved.home}/goals", f"{moved.home}/since/0"):
            assert (await moved.get(person, address)).status_code == 404, address
    page = (await moved.get(cast.far_teacher, f"/pupils/{cast.elsa.id}/handed-over")).text
    assert "Read every day" in page
    assert "Dare to speak" not in page, "a proposal is no agreement"
    assert "Between us" not in page


async def test_others_of_the_new_school_or_of_none_read_nothing(moved: World) -> None:
    for person in (moved.cast.far, moved.cast.stranger, moved.cast.omars_mother, moved.cast.admin):
        assert await over(moved, person) == 404


async def test_the_new_schools_administrator_reads_no_content(moved: World) -> None:
    await tie(moved, moved.cast.omars_mother, RelationKind.admin_of, school_id=moved.cast.far_school.id)

    assert (await moved.get(moved.cast.omars_mother, f"/pupils/{moved.cast.elsa.id}")).status_code == 200
    assert await over(moved, moved.cast.omars_mother) == 404


async def test_a_protected_pupil_takes_the_protection_along(moved: World) -> None:
    await moved.rows("UPDATE person SET protected = true WHERE id = $1", moved.cast.elsa.id)

    assert await over(moved, moved.cast.far_teacher) == 404


async def test_the_home_keeps_its_own(moved: World) -> None:
    for person in (moved.cast.elsa, moved.cast.anna, moved.cast.bo):
        assert (await moved.get(person, moved.home)).status_code == 200


async def test_nobody_reads_what_is_handed_over_before_the_pupil_has_moved(world: World) -> None:
    for person in world.cast.everyone().values():
        assert await over(world, person) == 404


async def test_a_move_within_the_school_changes_who_teaches_and_nothing_else(world: World) -> None:
    to = await Things(world).to("5B")

    await move(world, to)

    assert (await world.get(world.cast.mentor, world.home)).status_code == 200
    assert (await world.get(world.cast.principal, world.home)).status_code == 200
    page = (await world.get(world.cast.admin, f"/pupils/{world.cast.elsa.id}/relations")).text
    assert "5B" in page
    assert "The family moves" in page


async def test_a_schools_administrator_moves_nobody_to_another_school(world: World) -> None:
    to = await far_class(world)
    assert (await world.post(world.cast.admin, f"/pupils/{world.cast.elsa.id}/class", to=to, reason="x")).status_code == 404


async def test_no_second_homeroom_beside_the_first(world: World) -> None:
    to = await Things(world).to("5B")
    answer = await world.post(world.cast.admin, f"/classes/{to}/relations", kind="pupil_in", person=world.cast.elsa.id, reason="x")
    assert "has a class already" in sentence(answer)


async def test_nothing_more_is_asked_of_the_plan_of_the_school_that_was_left(moved: World) -> None:
    for person in (moved.cast.elsa, moved.cast.anna, moved.cast.bo):
        page = (await moved.get(person, "/")).text
        assert "Nothing right now." in page, person.name
        assert "Your turn" not in page


async def test_the_card_says_where_the_pupil_goes_now_and_what_the_new_school_reads(moved: World) -> None:
    page = " ".join((await moved.get(moved.cast.anna, "/")).text.split())

    assert '<span dir="auto">4B</span> · <span dir="auto">Fjärran</span>' in page
    assert "The plan from Ekskolan stays as it is: the school is another one now" in page
    assert "The new school reads: version 1 of the plan, 1 goal that goes on." in page
    assert f'href="{moved.home}">Read the plan from Ekskolan' in page


async def test_a_pupil_who_goes_nowhere_is_not_told_that_the_school_prepares(world: World) -> None:
    await world.phase("draft")
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1 AND kind = 'pupil_in'", world.cast.elsa.id)

    for person in (world.cast.elsa, world.cast.anna):
        page = (await world.get(person, "/")).text
        assert "The school is preparing" not in page
        assert "nobody goes on with it there" in page
        assert "The new school reads" not in page


async def test_the_new_mentor_finds_what_was_handed_over_on_the_start_page_and_the_pupils_page(moved: World) -> None:
    await tie(moved, moved.cast.far_teacher, RelationKind.mentor_of, pupil_id=moved.cast.elsa.id)
    handed = f"/pupils/{moved.cast.elsa.id}/handed-over"

    assert f'<a href="{handed}" dir="auto">Elsa Berg</a>' in (await moved.get(moved.cast.far_teacher, "/")).text
    assert f'href="{handed}"' in (await moved.get(moved.cast.far_teacher, f"/pupils/{moved.cast.elsa.id}")).text
    assert f'href="{handed}"' not in (await moved.get(moved.cast.anna, f"/pupils/{moved.cast.elsa.id}")).text


async def test_the_new_school_sees_that_the_pupil_has_no_mentor(moved: World) -> None:
    cast, far = moved.cast, f"/schools/{moved.cast.far_school.id}"
    await tie(moved, cast.far_teacher, RelationKind.mentor_of, pupil_id=cast.far.id)
    assert "1 pupil has no mentor" in (await moved.get(cast.far_principal, far)).text
    assert "has no mentor" not in (await moved.get(cast.far_teacher, far)).text

    page = (await moved.get(cast.far_principal, f"{far}/without-mentor")).text
    assert "Elsa Berg" in page
    assert "Frida" not in page
    assert "relations/new" not in page, "a principal names nobody"
    assert f"/pupils/{cast.elsa.id}/relations/new?kind=mentor_of" in (await moved.get(cast.director, f"{far}/without-mentor")).text

    await tie(moved, cast.mentor, RelationKind.mentor_of, pupil_id=cast.elsa.id)
    assert "Elsa Berg" in (await moved.get(cast.far_principal, f"{far}/without-mentor")).text, "who works elsewhere is no mentor here"
    await tie(moved, cast.far_teacher, RelationKind.mentor_of, pupil_id=cast.elsa.id)
    assert "has no mentor" not in (await moved.get(cast.far_principal, far)).text


async def test_a_count_of_pupils_without_a_mentor_betrays_no_protected_pupil(world: World) -> None:
    await world.rows("UPDATE relation SET until = now() WHERE pupil_id = $1", world.cast.hidden.id)

    assert "no mentor" not in (await world.get(world.cast.principal, f"/schools/{world.cast.school.id}")).text
    assert "Hanna" not in (await world.get(world.cast.principal, f"/schools/{world.cast.school.id}/without-mentor")).text
