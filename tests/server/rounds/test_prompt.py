"""What is done with the pupils chosen in the overview: reminding, showing to the home, waiting no longer."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.server.rounds.making import TODAY, plan_of, ready, round_begun

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from server.people.models import Person
    from tests.server.world import World


async def do(world: World, act: str, *plans: UUID, by: Person | None = None) -> httpx.Response:
    """Do something with some plans of the class, as somebody: by itself as the mentor."""
    chosen = {f"plan:{plan}": "true" for plan in plans}
    return await world.post(by or world.cast.mentor, f"/classes/{world.cast.klass.id}/overview", act=act, **chosen)


async def outcome(world: World, answer: httpx.Response) -> str:
    """Give what the page that an act leads to says of it."""
    assert answer.status_code == 303, answer.text
    page = (await world.get(world.cast.mentor, answer.headers["location"])).text
    return " ".join(page.split('id="outcome" role="status">')[1].split('<div id="rows"')[0].split())


async def begun(world: World) -> tuple[UUID, UUID, UUID]:
    """Begin a round; give its id, and Elsa's and Omar's plans. Nobody has a notice yet."""
    held = await round_begun(world)
    await world.rows("DELETE FROM notice")
    return held, await plan_of(world, world.cast.elsa, held), await plan_of(world, world.cast.omar, held)


async def test_each_who_is_missing_is_reminded_once_a_plan_and_the_teacher_once_in_all(world: World) -> None:
    _, elsas, omars = await begun(world)

    said = await outcome(world, await do(world, "remind", elsas, omars))

    assert "3 people are reminded." in said
    assert await world.told() == {"elsa": {"reminded": 1}, "omar": {"reminded": 1}, "teacher": {"reminded": 2}}
    assert await world.value("SELECT count(*) FROM notice WHERE kind = 'reminded'") == 3
    assert (await world.events()).count("reminded") == 4


async def test_nobody_is_reminded_twice_a_day(world: World) -> None:
    _, elsas, omars = await begun(world)
    await do(world, "remind", elsas)

    again = await outcome(world, await do(world, "remind", elsas, omars, by=world.cast.principal))

    assert "1 person is reminded. 2 were reminded today already." in again
    assert await world.told() == {"elsa": {"reminded": 1}, "omar": {"reminded": 1}, "teacher": {"reminded": 1}}
    await world.rows("UPDATE reminder SET day = $1", TODAY - timedelta(days=1))
    tomorrow = await outcome(world, await do(world, "remind", elsas, omars))
    assert "3 people are reminded." in tomorrow


async def test_two_who_remind_at_once_remind_once(world: World) -> None:
    _, elsas, omars = await begun(world)
    browsers = [await world.visits.as_(one) for one in (world.cast.mentor, world.cast.principal) * 2]
    fields = {"act": "remind", f"plan:{elsas}": "true", f"plan:{omars}": "true"}

    answers = await asyncio.gather(*(one.post(f"/classes/{world.cast.klass.id}/overview", data=fields) for one in browsers))

    assert {one.status_code for one in answers} == {303}
    assert await world.value("SELECT count(*) FROM reminder") == 3
    assert (await world.events()).count("reminded") == 4


async def test_the_homes_are_reminded_of_each_child_once_it_is_shown(world: World) -> None:
    _, elsas, _ = await begun(world)
    await world.rows("UPDATE plan SET phase = 'shared' WHERE id = $1", elsas)
    await world.rows("UPDATE preparation SET ready = now() WHERE plan_id = $1 AND household_id = $2", elsas, world.cast.bos.id)

    said = await outcome(world, await do(world, "remind", elsas))

    assert "1 person is reminded." in said
    assert await world.told() == {"anna": {"reminded": 1}}
    assert await world.value("SELECT pupil_id FROM reminder") == world.cast.elsa.id
    assert "A reminder: prepare at home, or say that you are ready</b>" in (await world.get(world.cast.anna, "/notices")).text


async def test_who_is_ready_is_shown_to_the_home_and_the_others_are_named(world: World) -> None:
    _, elsas, omars = await begun(world)
    await ready(world, elsas, "pupil")
    await ready(world, elsas, "teachers")
    await ready(world, omars, "pupil")

    said = await outcome(world, await do(world, "show", elsas, omars))

    assert "1 plan is shown to the home." in said
    assert (
        'have not handed in:</p> <ul class="bullets"><li><span dir="auto">Omar Aziz</span>: <span dir="auto">Matematik</span></li></ul>'
        in said
    )
    phases = {row["id"]: row["phase"] for row in await world.rows("SELECT id, phase::text FROM plan WHERE round_id IS NOT NULL")}
    assert (phases[elsas], phases[omars]) == ("shared", "draft")
    told = await world.told()
    assert {"elsa", "anna", "bo"} <= set(told)
    assert "omar" not in told


async def test_what_is_shown_already_is_left(world: World) -> None:
    _, elsas, _ = await begun(world)
    await ready(world, elsas)
    await do(world, "show", elsas)

    said = await outcome(world, await do(world, "show", elsas))

    assert "0 plans are shown to the home." in said
    assert 'Shown before, so nothing was changed: <span dir="auto">Elsa Berg</span>' in said
    assert (await world.events()).count("plan_moved") == 1


async def test_those_who_are_missing_are_waited_for_no_longer(world: World) -> None:
    _, elsas, omars = await begun(world)
    await ready(world, elsas, "pupil")

    said = await outcome(world, await do(world, "close", elsas))

    assert "1 preparation is waited for no longer." in said
    rows = await world.rows("SELECT party::text, ready, closed FROM preparation WHERE plan_id = $1", elsas)
    assert {row["party"]: (row["ready"] is not None, row["closed"] is not None) for row in rows} == {
        "pupil": (True, False), "teachers": (False, True), "home": (False, False),
    }  # fmt: skip
    assert await world.value("SELECT open FROM text WHERE plan_id = $1 AND kind = 'assessment'", elsas) is False
    assert await world.value("SELECT count(*) FROM preparation WHERE plan_id = $1 AND closed IS NOT NULL", omars) == 0
    shown = await outcome(world, await do(world, "show", elsas))
    assert "1 plan is shown to the home." in shown


@pytest.mark.parametrize(
    ("fields", "sentence"), [({}, "Choose at least one pupil."), ({"act": "delete"}, "Something in the form is not right")]
)
async def test_nothing_chosen_or_no_such_act_is_refused(world: World, fields: dict[str, str], sentence: str) -> None:
    _, elsas, _ = await begun(world)
    chosen = {f"plan:{elsas}": "true"} if fields else {}

    answer = await world.post(world.cast.mentor, f"/classes/{world.cast.klass.id}/overview", **({"act": "remind"} | fields | chosen))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("Something in the form" in answer.text) is bool(fields), "what is said says what to do"


async def test_where_nobody_is_waited_for_nobody_is_reminded_and_that_is_said(world: World) -> None:
    _, elsas, _ = await begun(world)
    await ready(world, elsas)

    assert "Nobody is waited for here, so nobody is reminded." in await outcome(world, await do(world, "remind", elsas))
    assert "Nobody is waited for here, so nothing was changed." in await outcome(world, await do(world, "close", elsas))


async def test_a_plan_of_another_class_is_not_reached_from_here(world: World) -> None:
    await begun(world)

    answer = await do(world, "show", world.cast.far_plan.id)

    assert answer.status_code == 422
    assert await world.value("SELECT phase::text FROM plan WHERE id = $1", world.cast.far_plan.id) == "talk"


async def test_a_mentor_acts_for_their_own_pupils_only(world: World) -> None:
    _, elsas, omars = await begun(world)
    await world.rows(
        "UPDATE relation SET until = now() WHERE person_id = $1 AND kind = 'mentor_of' AND pupil_id = $2",
        world.cast.mentor.id,
        world.cast.omar.id,
    )
    for plan in (elsas, omars):
        await ready(world, plan)

    said = await outcome(world, await do(world, "show", elsas, omars))

    assert "1 plan is shown to the home." in said
    assert 'Another mentor runs these talks, so nothing was changed: <span dir="auto">Omar Aziz</span>' in said
    assert await world.value("SELECT phase::text FROM plan WHERE id = $1", omars) == "draft"


async def test_the_live_page_gets_its_rows_and_what_came_of_it(world: World) -> None:
    _, elsas, _ = await begun(world)
    browser = await world.as_(world.cast.mentor, live=True)

    answer = await browser.post(f"/classes/{world.cast.klass.id}/overview", data={"act": "remind", f"plan:{elsas}": "true"})

    assert answer.status_code == 200
    assert "2 people are reminded." in answer.text
    assert '<hx-partial hx-target="#outcome"' in answer.text
    assert f'name="plan:{elsas}"' in answer.text


async def test_a_principal_acts_for_the_whole_school_at_once(world: World) -> None:
    _, elsas, omars = await begun(world)
    chosen = {f"plan:{plan}": "true" for plan in (elsas, omars)}

    answer = await world.post(world.cast.principal, f"/schools/{world.cast.school.id}/overview", act="remind", **chosen)

    assert answer.headers["location"].startswith(f"/schools/{world.cast.school.id}/overview?all=yes&")
    assert set(await world.told()) == {"elsa", "omar", "teacher"}


async def test_what_is_bundled_names_the_class_and_leads_to_it(world: World) -> None:
    _, elsas, omars = await begun(world)
    await do(world, "remind", elsas, omars)
    teacher, klass = world.cast.teacher, world.cast.klass

    page = (await world.get(teacher, "/notices")).text
    notice = await world.value("SELECT id FROM notice WHERE person_id = $1", teacher.id)
    leads = await world.post(teacher, f"/notices/{notice}/read")

    assert "A reminder: write the assessments of 2 pupils" in page
    assert "A reminder: prepare for the talk</b>" in (await world.get(world.cast.elsa, "/notices")).text
    assert '<span dir="auto">4B</span>' in page
    assert leads.headers["location"] == f"/classes/{klass.id}"
    own = await world.value("SELECT id FROM notice WHERE person_id = $1", world.cast.elsa.id)
    assert (await world.post(world.cast.elsa, f"/notices/{own}/read")).headers["location"] == f"/plans/{elsas}"
