"""A class's assessments in one subject: a row a pupil whom one teaches it, with the earlier one; handed in together."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from sqlalchemy import event

from server.people.models import Person, Relation, RelationKind
from tests.forms import FORM

if TYPE_CHECKING:
    from uuid import UUID

    from server.plans.models import Plan
    from tests.server.world import World


async def grid(world: World, who: Person, asked: str = "?subject=Matematik") -> str:
    answer = await world.get(who, f"/classes/{world.cast.klass.id}/assessments{asked}")
    assert answer.status_code == 200, answer.text
    return answer.text


async def assessed(world: World, plan: Plan, words: str = "Counts well", level: int = 1) -> UUID:
    """Let a pupil be assessed; give the preparation."""
    await world.write(await world.text_of(plan, "subject", subject="Matematik"), world.cast.teacher, words)
    answer = await world.answer(plan, "subject")
    assert (await world.post(world.cast.teacher, f"/answers/{answer}", value=level)).status_code == 303
    return await world.preparation("teachers", plan)


async def test_a_row_a_pupil_whom_one_teaches_with_what_was_said_last_time(world: World) -> None:
    before = await world.hand_out("in_use")
    await assessed(world, before, "Fractions were hard", 0)
    await world.hand_out()
    await world.hand_out(pupil=world.cast.omar)
    await world.hand_out(pupil=world.cast.hidden)

    said = await grid(world, world.cast.teacher)

    assert said.count('<li class="grade card"') == 2
    assert "Elsa Berg" in said
    assert "Omar Aziz" in said
    assert "Hanna" not in said
    assert "Fractions were hard" in said
    assert "Not yet</b>" in said


async def test_whoever_teaches_another_subject_has_no_rows_and_no_words_of_it(world: World) -> None:
    await assessed(world, await world.hand_out())

    said = await grid(world, world.cast.mentor)

    assert "You teach no subject in this class" in said
    assert "Counts well" not in said
    assert "No pupil of this class has material in this subject." in await grid(world, world.cast.teacher, "?subject=Svenska")


async def test_a_plan_without_a_template_has_its_row_too(world: World) -> None:
    await world.phase("draft")

    said = await grid(world, world.cast.teacher)

    assert said.count('<li class="grade card"') == 2
    assert f'text="{world.cast.text("assessment")}"' in said


async def test_what_is_missing_is_shown_alone(world: World) -> None:
    one = await assessed(world, await world.hand_out())
    await world.hand_out(pupil=world.cast.omar)
    await world.post(world.cast.teacher, f"/preparations/{one}/handed-in")

    said = await grid(world, world.cast.teacher, "?subject=Matematik&show=missing")

    assert "Omar Aziz" in said
    assert "Elsa Berg" not in said
    assert "2 pupils" in said


async def test_all_that_are_complete_are_handed_in_and_the_others_stay(world: World) -> None:
    elsas, omars = await world.hand_out(), await world.hand_out(pupil=world.cast.omar)
    one = await assessed(world, elsas)
    await world.write(await world.text_of(omars, "subject", subject="Matematik"), world.cast.teacher, "No level yet")

    answer = await world.post(world.cast.teacher, f"/classes/{world.cast.klass.id}/assessments", subject="Matematik")

    page = (await world.get(world.cast.teacher, answer.headers["location"])).text
    assert "1 is handed in. 1 is not complete yet." in page
    again = await world.post(world.cast.teacher, f"/classes/{world.cast.klass.id}/assessments", subject="Matematik")
    assert "0 are handed in. 1 is not complete yet." in (await world.get(world.cast.teacher, again.headers["location"])).text
    ready = await world.rows("SELECT id FROM preparation WHERE ready IS NOT NULL")
    assert [row["id"] for row in ready] == [one]
    assert (await world.told())["mentor"] == {"part_handed_in": 1}
    said = await grid(world, world.cast.teacher)
    assert said.count("Handed in ·") == 1
    assert "Begun" in said


async def test_two_who_hand_all_in_at_once_hand_each_in_once(world: World) -> None:
    for pupil in (world.cast.elsa, world.cast.omar):
        await assessed(world, await world.hand_out(pupil=pupil))
    act = f"/classes/{world.cast.klass.id}/assessments"

    answers = await asyncio.gather(*(world.post(world.cast.teacher, act, subject="Matematik") for _ in range(4)))

    assert {one.status_code for one in answers} == {303}
    assert (await world.events()).count("part_handed_in") == 2


async def test_a_large_class_asks_the_database_no_more_than_a_small_one(world: World) -> None:
    """The rows are gathered in a few questions, however many they are."""
    await assessed(world, await world.hand_out())
    few = await _questions(world)
    maths = await world.value("SELECT id FROM class WHERE subject = 'Matematik'")
    for number in range(6):
        pupil = Person(organisation_id=world.cast.organisation.id, source_id=f"test:{number}", given_name="Per", family_name=str(number))
        await world.add(pupil)
        for klass in (world.cast.klass.id, maths):
            await world.add(Relation(person_id=pupil.id, kind=RelationKind.pupil_in, class_id=klass, source="test"))
        await assessed(world, await world.hand_out(pupil=pupil))

    assert (await grid(world, world.cast.teacher)).count('<li class="grade card"') == 8
    assert await _questions(world) == few


async def _questions(world: World) -> int:
    """Count the statements that drawing the page takes."""
    asked: list[str] = []
    engine = world.visits.transport.app.state.database.engine.sync_engine  # type: ignore[union-attr]

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    await grid(world, world.cast.teacher)
    event.remove(engine, "before_cursor_execute", count)
    return len(asked)


async def test_one_row_is_drawn_again(world: World) -> None:
    one = await assessed(world, await world.hand_out())

    row = (await world.get(world.cast.teacher, f"/assessments/{one}")).text

    assert re.findall(r"<li [^>]*id=\"row-([^\"]*)", row) == [str(one)]
    assert "Counts well" in row
    assert "<html" not in row


async def test_odd_questions_are_no_fault(world: World) -> None:
    await world.hand_out(form=FORM)

    for asked in ("?subject=", "?subject=%00", "?subject=" + "x" * 5000, "?show=x&subject=Matematik", "?subject=%ff"):
        assert (await world.get(world.cast.teacher, f"/classes/{world.cast.klass.id}/assessments{asked}")).status_code in {200, 422}
    for fields in ({}, {"subject": "x" * 201}, {"subject": "Matematik", "more": "1"}):
        assert (await world.post(world.cast.teacher, f"/classes/{world.cast.klass.id}/assessments", **fields)).status_code == 422
