"""What the staircase is derived from, as it is read from the database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from server.preparations.models import Answer, Party
from server.rounds.actions import facts_of
from server.texts.models import TextKind

if TYPE_CHECKING:
    from server.rounds.staircase import Part
    from tests.server.world import World


async def parts(world: World) -> dict[str, Part]:
    """Give the parts of Elsa's round by whose they are."""
    names = {None: "", world.cast.annas.id: " anna", world.cast.bos.id: " bo"}
    async with world.visits.database.session() as session:
        facts = (await facts_of(session, [world.cast.plan]))[world.cast.plan.id]
    return {f"{one.party}{names[one.household_id]}": one for one in facts.parts}


async def test_everybody_who_has_a_part_is_asked_and_has_not_begun(world: World) -> None:
    found = await parts(world)

    assert set(found) == {"pupil", "teachers", "home anna", "home bo"}
    assert not any(one.begun or one.done for one in found.values())
    assert all(one.asked for one in found.values())
    assert found["teachers"].subject == "Matematik"


async def test_a_word_or_an_answer_begins_a_part_and_only_that(world: World) -> None:
    await world.rows("UPDATE text SET seq = 1 WHERE id = $1", world.cast.text("home_anna"))
    preparation = await world.value("SELECT id FROM preparation WHERE party = 'pupil' AND plan_id = $1", world.cast.plan.id)
    answer = Answer(
        plan_id=world.cast.plan.id, preparation_id=preparation, kind=TextKind.self_assessment, position=0, question="mood", value=2
    )
    await world.add(answer)

    assert {name for name, one in (await parts(world)).items() if one.begun} == {"pupil", "home anna"}

    await world.rows("UPDATE answer SET value = NULL")
    assert {name for name, one in (await parts(world)).items() if one.begun} == {"home anna"}
    await world.rows("DELETE FROM answer")


async def test_a_part_is_done_when_it_is_handed_in_or_no_longer_waited_for(world: World) -> None:
    await world.rows("UPDATE preparation SET ready = now() WHERE household_id = $1", world.cast.annas.id)
    await world.rows("UPDATE preparation SET closed = now() WHERE party = 'teachers'")

    assert {name for name, one in (await parts(world)).items() if one.done} == {"teachers", "home anna"}


async def test_a_home_whose_access_has_ended_is_not_waited_for(world: World) -> None:
    await world.rows("UPDATE relation SET until = now() WHERE person_id = $1", world.cast.bo.id)
    assert {name for name, one in (await parts(world)).items() if not one.asked} == {"home bo"}

    await world.rows("UPDATE person SET born = $2 WHERE id = $1", world.cast.elsa.id, date(2000, 1, 1))
    await world.rows("UPDATE preparation SET ready = now() WHERE household_id = $1", world.cast.annas.id)

    assert {name for name, one in (await parts(world)).items() if one.asked and one.party is Party.home} == {"home anna"}
