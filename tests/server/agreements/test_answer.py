"""Pupil and homes answer what is proposed, each for themselves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from server.people.models import RelationKind
from tests.agreeing import lock, propose
from tests.server.people.ties import tie

if TYPE_CHECKING:
    import httpx

    from server.people.models import Person
    from tests.server.world import World

WORDS = "I think that <twenty> minutes\nare too few."


async def answer(world: World, who: Person, agreement: str, *, yes: bool = True, objection: str = "") -> httpx.Response:
    return await world.post(who, f"/agreements/{agreement}/answer", yes=yes, objection=objection)


async def page(world: World, who: Person) -> str:
    return (await world.get(who, f"{world.home}/agreement")).text


async def test_each_answers_for_themselves_and_the_mentor_sees_it(world: World) -> None:
    cast = world.cast
    one = await propose(await world.as_(cast.mentor), cast.plan.id)

    assert (await answer(world, cast.elsa, one)).status_code == 303
    assert (await answer(world, cast.anna, one, yes=False, objection=WORDS)).status_code == 303

    for staff in (cast.mentor, cast.teacher, cast.principal, cast.observer):
        seen = await page(world, staff)
        assert "1 answer is still waited for" in seen
        assert "I think that &lt;twenty&gt; minutes\nare too few." in seen
    assert (await world.told())["mentor"] == {"assent_given": 2}
    assert "You have confirmed the agreement." in await page(world, cast.elsa)
    assert "You have said what you do not agree with." in await page(world, cast.anna)
    assert "Confirm the agreement" not in (await world.get(cast.anna, "/")).text


async def test_no_home_sees_the_others_answer_before_the_lock(world: World) -> None:
    cast = world.cast
    one = await propose(await world.as_(cast.mentor), cast.plan.id)
    before, staircase = await page(world, cast.bo), (await world.get(cast.bo, f"{world.home}/head")).text

    await answer(world, cast.anna, one, yes=False, objection=WORDS)
    await answer(world, cast.elsa, one)

    assert await page(world, cast.bo) == before
    assert (await world.get(cast.bo, f"{world.home}/head")).text == staircase
    assert "bo" not in {name for name, kinds in (await world.told()).items() if "assent_given" in kinds}
    log = (await world.get(cast.bo, f"/pupils/{cast.elsa.id}/access-log?about=changes")).text
    assert "Proposed the agreement" in log
    assert "Answered the proposed" not in log
    assert "Worked on the preparation" not in log, "not even in general"
    assert "twenty" not in await page(world, cast.elsa)
    await answer(world, cast.bo, one)
    await lock(await world.as_(cast.mentor), one)
    version = (await world.get(cast.bo, f"{world.home}/versions/1")).text
    assert "I think that &lt;twenty&gt; minutes" in version
    assert "Anna Berg" in version


async def test_the_same_answer_twice_and_in_two_tabs_tells_the_mentor_once(world: World) -> None:
    one = await propose(await world.as_(world.cast.mentor), world.cast.plan.id)

    answers = await asyncio.gather(*(answer(world, world.cast.anna, one) for _ in range(4)))

    assert {found.status_code for found in answers} == {303}
    assert await world.value("SELECT count(*) FROM assent WHERE person_id = $1", world.cast.anna.id) == 1
    assert await world.events() == ["agreement_proposed", "assent_given"]


async def test_an_answer_can_be_changed_until_the_lock(world: World) -> None:
    cast = world.cast
    one = await propose(await world.as_(cast.mentor), cast.plan.id)
    await answer(world, cast.anna, one, yes=False, objection=WORDS)

    await answer(world, cast.anna, one, yes=False, objection="Otherwise.")
    assert "Otherwise." in await page(world, cast.mentor)
    await answer(world, cast.anna, one)

    assert "Otherwise." not in await page(world, cast.mentor)
    await lock(await world.as_(cast.mentor), one)
    late = await answer(world, cast.anna, one, yes=False, objection=WORDS)
    assert late.status_code == 422
    assert "was locked meanwhile" in late.text
    assert await world.value("SELECT bool_and(yes) FROM assent")


async def test_an_answer_to_what_was_taken_back_is_no_answer_to_what_is_proposed_now(world: World) -> None:
    cast, mentor = world.cast, await world.as_(world.cast.mentor)
    first = await propose(mentor, cast.plan.id)
    await mentor.post(f"/agreements/{first}/taken-back")
    await propose(mentor, cast.plan.id)

    late = await answer(world, cast.anna, first)

    assert late.status_code == 422
    assert "taken back meanwhile" in late.text
    assert "Do you agree?" in await page(world, cast.anna)


async def test_of_a_pupil_of_age_only_those_let_in_are_asked(world: World) -> None:
    cast = world.cast
    await world.rows("UPDATE person SET born = '2000-01-01' WHERE id = $1", cast.elsa.id)
    await tie(world, cast.bo, RelationKind.let_in_by, pupil_id=cast.elsa.id)
    one = await propose(await world.as_(cast.mentor), cast.plan.id)

    assert (await answer(world, cast.anna, one)).status_code == 404
    assert (await answer(world, cast.bo, one)).status_code == 303
    assert (await answer(world, cast.elsa, one)).status_code == 303

    seen = await page(world, cast.mentor)
    assert "Everybody has answered." in seen
    assert "Anna Berg" not in seen


async def test_a_contact_adult_without_a_household_is_asked_too(world: World) -> None:
    await tie(world, world.cast.omars_mother, RelationKind.contact_for, pupil_id=world.cast.elsa.id)
    one = await propose(await world.as_(world.cast.mentor), world.cast.plan.id)

    assert (await answer(world, world.cast.omars_mother, one)).status_code == 303

    assert "Contact adult" in await page(world, world.cast.mentor)


async def test_an_answer_stays_when_the_access_of_whoever_gave_it_ends(world: World) -> None:
    cast = world.cast
    one = await propose(await world.as_(cast.mentor), cast.plan.id)
    await answer(world, cast.bo, one)
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", cast.bo.id)

    await lock(await world.as_(cast.mentor), one)

    assert "Bo Lind" in (await world.get(cast.mentor, f"{world.home}/versions/1")).text


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"yes": "maybe"},
        {"yes": "false"},
        {"yes": "false", "objection": "   "},
        {"yes": "false", "objection": "x" * 4001},
        {"yes": "true", "person": "anna"},
    ],
)
async def test_a_wrong_answer_changes_nothing(world: World, form: dict[str, str]) -> None:
    one = await propose(await world.as_(world.cast.mentor), world.cast.plan.id)

    assert (await world.post(world.cast.anna, f"/agreements/{one}/answer", **form)).status_code == 422
    assert await world.events() == ["agreement_proposed"]


async def test_the_notice_leads_to_the_answer(world: World) -> None:
    await propose(await world.as_(world.cast.mentor), world.cast.plan.id)
    notice = await world.value("SELECT id FROM notice WHERE person_id = $1", world.cast.anna.id)

    led = await world.post(world.cast.anna, f"/notices/{notice}/read")

    assert led.headers["location"] == f"{world.home}/agreement"
