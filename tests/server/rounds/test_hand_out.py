"""Handing out: a few at a time, on and on, once each."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from server.people.models import Person, Relation, RelationKind
from server.rounds.actions.handing_out import hand_out, to_hand_out
from tests.server.rounds.making import begin, hand_out_all, plan_of, publish, round_begun, term
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    from tests.server.world import World


async def newcomer(world: World) -> Person:
    """Let a pupil come into the class; the test's end takes her away again."""
    cast = world.cast
    made = Person(organisation_id=cast.organisation.id, source_id=f"test:{new()}", given_name="Nora", family_name="Ny")
    await world.add(made, Relation(person_id=made.id, kind=RelationKind.pupil_in, class_id=cast.klass.id, source="test"))
    return made


async def parts(world: World, plan: UUID) -> set[tuple[str, str, str]]:
    """Give a plan's texts and answers: kind, question, whose."""
    rows = await world.rows(
        "SELECT kind::text, question, coalesce(h.source_id, subject) AS whose FROM (SELECT kind, question, household_id, subject FROM text "
        "WHERE plan_id = $1 UNION ALL SELECT kind, question || ' answer', household_id, subject FROM answer WHERE plan_id = $1) part "
        "LEFT JOIN household h ON h.id = household_id",
        plan,
    )
    return {(row["kind"], row["question"], row["whose"]) for row in rows}


async def test_every_pupil_is_handed_what_the_template_says(world: World) -> None:
    held = await round_begun(world)

    plans = await world.rows("SELECT * FROM plan WHERE round_id = $1", held)
    assert {row["pupil_id"] for row in plans} == {world.cast.elsa.id, world.cast.omar.id, world.cast.hidden.id}
    assert {row["phase"] for row in plans} == {"draft"}
    assert await parts(world, await plan_of(world, world.cast.elsa, held)) == {
        ("self_assessment", "now", ""),
        ("self_assessment", "mood answer", ""),
        ("assessment", "level", "Matematik"),
        ("assessment", "level answer", "Matematik"),
        ("home_preparation", "at-home", "anna"),
        ("home_preparation", "at-home", "bo"),
        ("talk_notes", "", ""),
        ("agreement", "", ""),
        ("staff_notes", "", ""),
    }
    assert {whose for kind, _, whose in await parts(world, await plan_of(world, world.cast.omar, held)) if kind == "home_preparation"} == {
        "aziz"
    }


async def test_home_and_teachers_are_told_and_a_teacher_once_for_the_class(world: World) -> None:
    await round_begun(world)

    told = await world.told()
    assert {name: kinds["material_handed_out"] for name, kinds in told.items()} == {
        "elsa": 1, "anna": 1, "bo": 1, "omar": 1, "omars_mother": 1, "hidden": 1, "teacher": 2,
    }  # fmt: skip
    listed = (await world.get(world.cast.teacher, "/notices")).text
    assert listed.count("The school is preparing the talk") == 1
    events = await world.events()
    assert events == ["round_begun", *["material_handed_out"] * 3, "round_handed_out"]
    assert await world.value("SELECT count(DISTINCT actor_id) FROM event") == 1, "all in the name of whoever began it"


async def test_what_one_process_leaves_another_goes_on_with_and_nobody_has_two(world: World) -> None:
    await begin(world, template=await publish(world), term=await term(world))
    database, (key,) = world.visits.database, await to_hand_out(world.visits.database)

    await hand_out(database, key, most=1)
    assert await world.value("SELECT count(*) FROM plan WHERE round_id = $1", key) == 1
    assert await to_hand_out(database) == [key]
    await asyncio.gather(*(hand_out(database, key, most=1) for _ in range(4)))  # who finds another at it passes by
    await hand_out_all(world)

    assert await world.value("SELECT count(*) FROM plan WHERE round_id = $1", key) == 3
    assert await world.value("SELECT count(DISTINCT pupil_id) FROM plan WHERE round_id = $1", key) == 3
    assert await to_hand_out(database) == []
    assert await hand_out(database, key) == []


async def test_the_rounds_page_says_how_far_it_is(world: World) -> None:
    await begin(world, template=await publish(world), term=await term(world))
    (key,) = await to_hand_out(world.visits.database)
    fragment = f"/rounds/{key}/progress"

    before = (await world.get(world.cast.mentor, fragment)).text
    await hand_out(world.visits.database, key, most=1)
    between = (await world.get(world.cast.mentor, fragment)).text
    await hand_out_all(world)
    after = (await world.get(world.cast.mentor, fragment)).text

    assert "0 of 3 pupils have the material." in before
    assert "1 of 3 pupils have the material." in between
    assert "every 1s" in between
    assert "3 of 3 pupils have the material." in after
    assert "every 1s" not in after


async def test_who_has_a_plan_of_the_term_is_passed_over_and_named(world: World) -> None:
    cast, spring = world.cast, await term(world)
    await world.rows("UPDATE plan SET term_id = $2 WHERE pupil_id = $1", cast.elsa.id, spring)
    await begin(world, template=await publish(world), term=spring)
    await hand_out_all(world)
    held = await world.value("SELECT id FROM round")

    page = (await world.get(cast.mentor, f"/rounds/{held}")).text

    await world.rows("UPDATE plan SET term_id = NULL WHERE round_id IS NULL")
    assert await world.value("SELECT count(*) FROM plan WHERE round_id = $1", held) == 2
    assert "1 pupil had a plan for this term already and was passed over:" in page
    assert "Elsa Berg" in page
    assert "2 of 2 pupils have the material." in page


async def test_who_comes_later_is_handed_the_material_with_one_click(world: World) -> None:
    held = await round_begun(world)
    nora = await newcomer(world)

    overview = (await world.get(world.cast.mentor, f"/classes/{world.cast.klass.id}/overview")).text
    page = (await world.get(world.cast.principal, f"/rounds/{held}")).text
    assert "1 pupil has come since." in overview
    assert "1 pupil has come since." in page
    assert "Nora Ny" in page

    answer = await world.post(world.cast.mentor, f"/rounds/{held}/latecomers")
    await hand_out_all(world)

    assert answer.headers["location"] == f"/rounds/{held}"
    assert await plan_of(world, nora, held) is not None
    assert "has come since" not in (await world.get(world.cast.mentor, f"/rounds/{held}")).text
    assert await world.value("SELECT count(*) FROM plan WHERE round_id = $1", held) == 4


async def test_who_leaves_keeps_the_plan_and_is_gone_from_the_overview(world: World) -> None:
    held = await round_begun(world)
    plan = await plan_of(world, world.cast.elsa, held)
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1 AND kind = 'pupil_in'", world.cast.elsa.id)

    overview = (await world.get(world.cast.mentor, f"/classes/{world.cast.klass.id}/overview")).text
    page = (await world.get(world.cast.mentor, f"/rounds/{held}")).text

    assert "Elsa Berg" not in overview
    assert "1 pupil has left the class since; the plan stays." in overview
    assert "Elsa Berg" in page
    assert await world.value("SELECT count(*) FROM plan WHERE id = $1", plan) == 1


async def test_a_round_that_cannot_be_handed_out_does_not_hold_up_another(world: World) -> None:
    await begin(world, template=await publish(world), term=await term(world))
    await world.rows("""UPDATE template_version SET body = '{"broken": true}'""")
    (key,) = await to_hand_out(world.visits.database)

    failed = await asyncio.gather(hand_out(world.visits.database, key), return_exceptions=True)

    assert isinstance(failed[0], ValueError)
    assert await world.value("SELECT count(*) FROM plan WHERE round_id IS NOT NULL") == 0
    assert await to_hand_out(world.visits.database) == [key]
